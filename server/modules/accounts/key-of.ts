import { foldText } from '#kernel/text.ts'

/** The permanent word for something a person named: 'Atención técnica' → 'atencion_tecnica'. */
export const keyOf = (name: string): string =>
  foldText(name)
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '')
    .slice(0, 60) || 'other'
