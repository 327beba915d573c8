/** The outline of the chat, for a person who is let in without being asked, until it is loaded. */
export function ChatFrame({ host, name }: {
  /** The server's address as people read it. */
  readonly host: string;
  readonly name: string;
}) {
  return (
    <div className="chat frame" aria-busy="true">
      <div className="conversations">
        <div className="conversation-list">
          <div className="row server">
            <span className="title host">{host}</span>
          </div>
        </div>
        <div className="own-status">
          <div className="own-button">
            <span className="presence offline" />
            <span className="own-name">{name}</span>
          </div>
        </div>
      </div>
      <div className="conversation">
        <div className="header" />
        <div className="timeline-region" />
        <div className="composer">
          <div className="message-field" />
        </div>
      </div>
    </div>
  );
}
