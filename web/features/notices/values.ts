import type { NoticeValues } from './notice-form.tsx'

/** What the form holds as the API takes it: a thing not yet chosen is none. */
export const bodyOf = ({ about, ...values }: NoticeValues) => ({ ...values, about: about?.id ? about : null })
