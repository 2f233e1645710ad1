import type { importStates } from '#contract/imports.ts'

export type ImportStates = (typeof importStates)[number]
