import type { TSchema } from 'typebox'

type Node = TSchema & {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Node[]
  properties?: Record<string, Node>
  required?: string[]
  items?: Node
  minItems?: number
  minimum?: number
  minLength?: number
  format?: string
  pattern?: string
}

/** The smallest value that a schema takes: required properties only. */
export function sampleOf(schema: TSchema): unknown {
  const node = schema as Node
  if (node.enum) return node.enum[0]
  if ('const' in node) return node.const
  if (node.anyOf) return sampleOf(node.anyOf.find((branch) => branch.type === 'null') ?? node.anyOf[0]!)
  switch (node.type) {
    case 'object':
      return Object.fromEntries((node.required ?? []).map((key) => [key, sampleOf(node.properties![key]!)]))
    case 'array':
      return Array.from({ length: node.minItems ?? 0 }, () => sampleOf(node.items!))
    case 'integer':
    case 'number':
      return node.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return sampleText(node)
  }
}

function sampleText({ format, pattern, minLength = 1 }: Node): string {
  if (format === 'uuid') return '00000000-0000-7000-8000-000000000000'
  if (format === 'date') return '2026-12-01'
  if (format === 'date-time') return '2026-12-01T10:00:00Z'
  if (format === 'currency') return 'EUR'
  if (pattern?.includes('@')) return 'someone@example.com'
  return 'sample'.padEnd(minLength, 'x')
}
