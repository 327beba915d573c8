const FREQUENCIES_HZ = [660, 880];
const NOTE_SECONDS = 0.12;
const VOLUME = 0.08;

let context: AudioContext | undefined;

/** Plays two short notes, if the browser lets the page. */
export async function playTone(): Promise<void> {
  context ??= new AudioContext();
  // A page that was never clicked is not allowed to play.
  if (context.state === "suspended") await context.resume().catch(() => {});
  if (context.state !== "running") return;
  for (const [index, frequency] of FREQUENCIES_HZ.entries()) {
    const start = context.currentTime + index * NOTE_SECONDS;
    const volume = context.createGain();
    volume.gain.setValueAtTime(VOLUME, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_SECONDS);
    const note = context.createOscillator();
    note.frequency.value = frequency;
    note.connect(volume).connect(context.destination);
    note.start(start);
    note.stop(start + NOTE_SECONDS);
  }
}
