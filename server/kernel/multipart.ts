import { invalid } from './problem.ts'

/**
 * What to throw when reading the parts of an upload has failed. The parser's own errors have no code: the body ended early,
 * named no boundary or was no multipart at all. That is the sender's fault (400), and not one of ours (500).
 */
export const uploadProblem = (error: unknown): unknown => (isOfParser(error) ? invalid('', 'upload_malformed') : error)

const isOfParser = (error: unknown) => error instanceof Error && error.constructor === Error && !('code' in error)
