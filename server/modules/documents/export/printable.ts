/** Windows-1252 beyond Latin-1: what the standard fonts of PDF can show besides. */
const beyondLatin = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ')
const standIns: Record<string, string> = {
  '→': '->',
  '←': '<-',
  '⇒': '=>',
  '↔': '<->',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '≈': '~',
  '−': '-',
  '‑': '-',
  '‐': '-',
  '✓': '×',
  '✔': '×',
  '✗': 'x',
  '\t': '    ',
  '\u2028': ' ',
  '\u2029': ' ',
}
const isPictogram = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u200d\ufe0f]/u

/**
 * Text as the standard fonts of PDF can show it: Western European letters stay, letters with other marks lose them, some
 * signs have stand-ins, pictograms are left out, and what remains becomes a question mark.
 */
export function printable(text: string): string {
  let out = ''
  for (const letter of text.normalize('NFC').replace(/[^\S\n\t]/g, ' '))
    out += isShown(letter) ? letter : standIn(letter)
  return out
}

const isShown = (letter: string): boolean =>
  letter === '\n' ||
  (letter >= ' ' && letter <= '~') ||
  (letter >= '\u00a0' && letter <= '\u00ff') ||
  beyondLatin.has(letter)

function standIn(letter: string): string {
  const known = standIns[letter]
  if (known !== undefined) return known
  if (letter < ' ' || isPictogram.test(letter)) return ''
  const base = letter.normalize('NFKD').replace(/\p{Mn}/gu, '')
  return base !== '' && [...base].every(isShown) ? base : '?'
}
