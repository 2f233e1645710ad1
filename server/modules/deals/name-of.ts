import { invalid } from '#kernel/problem.ts'

/** A name without blanks around it; 400 when nothing is left. */
export function nameOf(text: string, pointer = '/name'): string {
  const name = text.trim()
  if (name === '') throw invalid(pointer, 'min_length', { limit: 1 })
  return name
}
