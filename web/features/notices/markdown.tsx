import type { ReactNode } from 'react'

/**
 * The little Markdown that notices are written in: paragraphs, headings, lists, bold, italic, code and links to the web. Made into
 * elements, never into HTML; what it does not know stays as it was typed.
 */
export function Markdown({ text }: { text: string }) {
  return <div className="no-text">{blocksOf(text).map(drawn)}</div>
}

type Block = { kind: 'p' | 'h' | 'ul' | 'ol'; lines: string[] }

function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let isOpen = false
  for (const line of text.split(/\r?\n/)) {
    const [kind, words] = kindOf(line)
    const last = blocks.at(-1)
    if (words !== '') {
      if (isOpen && last?.kind === kind && kind !== 'h') last.lines.push(words)
      else blocks.push({ kind, lines: [words] })
    }
    isOpen = words !== ''
  }
  return blocks
}

function kindOf(line: string): [Block['kind'], string] {
  const item = /^\s*[-*•]\s+(.*)$/.exec(line)
  if (item) return ['ul', item[1]!]
  const numbered = /^\s*\d+[.)]\s+(.*)$/.exec(line)
  if (numbered) return ['ol', numbered[1]!]
  const heading = /^#{1,4}\s+(.*)$/.exec(line)
  return heading ? ['h', heading[1]!] : ['p', line.trim()]
}

function drawn({ kind, lines }: Block, place: number): ReactNode {
  // Blocks and lines of a text have no names of their own: their place is what they are.
  const key = `${place} ${kind}`
  if (kind === 'h') return <h3 key={key}>{inline(lines[0]!)}</h3>
  if (kind === 'p')
    return <p key={key}>{lines.flatMap((line, index) => (index === 0 ? inline(line) : ['\n', ...inline(line)]))}</p>
  // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same
  const items = lines.map((line, index) => <li key={`${index} ${line}`}>{inline(line)}</li>)
  return kind === 'ul' ? <ul key={key}>{items}</ul> : <ol key={key}>{items}</ol>
}

const marks = /(\*\*[^*]+\*\*|\*[^*\s][^*]*\*|`[^`]+`|\[[^\]]+\]\(https?:\/\/[^\s)]+\)|https?:\/\/[^\s<>)]+)/

function inline(text: string): ReactNode[] {
  return text.split(marks).map((part, index) => {
    const key = `${index} ${part}`
    if (part.startsWith('**') && part.endsWith('**') && part.length > 4)
      return <strong key={key}>{part.slice(2, -2)}</strong>
    if (/^\*[^*\s][^*]*\*$/.test(part)) return <em key={key}>{part.slice(1, -1)}</em>
    if (/^`[^`]+`$/.test(part)) return <code key={key}>{part.slice(1, -1)}</code>
    const link = /^\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)$/.exec(part)
    if (link) return outward(key, link[2]!, link[1]!)
    return /^https?:\/\//.test(part) ? outward(key, part, part) : part
  })
}

const outward = (key: string, href: string, label: string) => (
  <a key={key} href={href} target="_blank" rel="noreferrer noopener">
    {label}
  </a>
)
