/** What a command of the terminal refuses, in one sentence that its reader can act on. */
export class Refused extends Error {
  override name = 'Refused'
  readonly words: { es: string; en: string }
  constructor(words: { es: string; en: string }) {
    super(words.en)
    this.words = words
  }
}
