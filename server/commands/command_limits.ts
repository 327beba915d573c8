/** Channels that one JOIN or PART may name; `TARGMAX` advertises it. */
export const MAX_CHANNELS_PER_COMMAND = 50;
/** Users that one KICK may name; `TARGMAX` advertises it. */
export const MAX_KICKS_PER_COMMAND = 4;
/** Changes that one MODE may ask for. */
export const MAX_MODE_CHANGES = 20;
/** Bytes of a host; `HOSTLEN` advertises it. */
export const MAX_HOST_BYTES = 63;
/** Masks that one user may have with SILENCE; `SILENCE` advertises it. */
export const MAX_SILENCED = 32;
