import type { Money } from '../i18n.tsx'

export type InlineOption = { value: string; label: string }
/** `begun`: when the editing began; `useRecordSave` holds what others saved since then against it. */
type Save<V> = { value: V; onSave: (value: V, begun: number) => Promise<unknown> | unknown }
/** What an inline field edits, and how its value is typed. `shownAs`: what stands for a text that is a code. */
export type InlineKind =
  | ({ kind: 'text'; shownAs?: (value: string) => string } & Save<string | null>)
  | ({ kind: 'long_text' | 'email' | 'phone' | 'url' | 'date' | 'member' } & Save<string | null>)
  | ({ kind: 'select'; options: readonly InlineOption[] } & Save<string | null>)
  | ({ kind: 'tags'; options?: readonly InlineOption[] } & Save<string[]>)
  | ({ kind: 'number'; unit?: string } & Save<number | null>)
  | ({ kind: 'money' } & Save<Money | null>)
  | ({ kind: 'boolean' } & Save<boolean>)
