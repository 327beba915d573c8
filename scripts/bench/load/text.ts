/** What everybody says. */
export const TEXT = "The quick brown fox jumps over the lazy dog, then does it again";
