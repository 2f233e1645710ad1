import type { Feature } from './kernel/feature.ts'

/** Every feature of the app; the order decides nothing. */
export const features: readonly Feature[] = []
