/** What I owe, what I need, what is stale, or all of it. */
export const shows = ['owe', 'need', 'stale', 'all'] as const
export type Show = (typeof shows)[number]
