import { readdirSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'

type Tree = { [key: string]: string | Tree }

/** `noun.screen.thing` → message of one language. */
export function flatten(locale: 'es' | 'en'): Map<string, string> {
  const out = new Map<string, string>()
  const walk = (prefix: string, node: string | Tree) => {
    if (typeof node === 'string') out.set(prefix, node)
    else for (const [key, child] of Object.entries(node)) walk(`${prefix}.${key}`, child)
  }
  for (const name of readdirSync(`locales/${locale}`))
    walk(name.replace(/\.json$/, ''), JSON.parse(readFileSync(`locales/${locale}/${name}`, 'utf8')) as Tree)
  return out
}

/** Both languages have the same keys, valid ICU messages with the same arguments, and no empty words. */
export function lintLocales(es = flatten('es'), en = flatten('en')): string[] {
  const wrong: string[] = []
  for (const key of es.keys()) if (!en.has(key)) wrong.push(`${key} is missing in en`)
  for (const key of en.keys()) if (!es.has(key)) wrong.push(`${key} is missing in es`)
  for (const [key, message] of es) {
    const other = en.get(key)
    if (other === undefined) continue
    if (!message.trim() || !other.trim()) wrong.push(`${key} is empty`)
    const [mine, theirs] = [argumentsOf(message), argumentsOf(other)]
    if (mine === null || theirs === null) wrong.push(`${key} is not a valid ICU message`)
    else if (mine !== theirs) wrong.push(`${key} takes {${mine}} in es and {${theirs}} in en`)
  }
  return wrong
}

type Element = { type: number; value?: string; options?: Record<string, { value: Element[] }>; children?: Element[] }

function argumentsOf(message: string): string | null {
  try {
    const names = new Set<string>()
    const walk = (elements: readonly Element[]) => {
      for (const element of elements) {
        // 0 is literal text, 7 is the # of a plural: neither is an argument.
        if (element.type !== 0 && element.type !== 7 && element.value) names.add(element.value)
        for (const option of Object.values(element.options ?? {})) walk(option.value)
        if (element.children) walk(element.children)
      }
    }
    walk(new IntlMessageFormat(message, 'es', undefined, { ignoreTag: true }).getAst() as Element[])
    return [...names].sort().join(', ')
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Error) return null
    throw error
  }
}
