import { type ProblemCode, problems } from '#contract/problems.ts'

/** One wrong field: RFC 6901 pointer into body or query, and the rule it breaks (translated as `rules.<rule>`). */
export type FieldError = { pointer: string; rule: string; params?: Record<string, string | number> }

/** The one error that handlers throw; answered as RFC 9457 `application/problem+json`. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly params: Record<string, string | number>
  readonly errors: readonly FieldError[]
  constructor(code: ProblemCode, params: Record<string, string | number> = {}, errors: readonly FieldError[] = []) {
    super(code)
    this.code = code
    this.params = params
    this.errors = errors
  }
  get status(): number {
    return problems[this.code]
  }
}

/** A 400 that names one field: `invalid('/wakeOn', 'date_in_past')`. */
export const invalid = (pointer: string, rule: string, params?: FieldError['params']) =>
  new Problem('invalid_request', {}, [params ? { pointer, rule, params } : { pointer, rule }])

/** What somebody has written, without the blanks around it; 400 at its field where that leaves nothing. */
export function filled(text: string, pointer: string): string {
  const trimmed = text.trim()
  if (trimmed === '') throw invalid(pointer, 'min_length', { limit: 1 })
  return trimmed
}
