import type { Anchor } from '#contract/document-parts.ts'

/** What is about to be said, and where. */
export type Draft = { isSuggestion: boolean; anchor: Anchor | null; quote: string | null }
