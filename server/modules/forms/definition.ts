import type { FormDefinition } from '#contract/forms.ts'

type Given = Partial<FormDefinition> & Pick<FormDefinition, 'fields'>

/** A whole definition: what was given over what stood before, empty texts as absent, hidden fields never required. */
export function completeDefinition(given: Given, before?: FormDefinition): FormDefinition {
  const all = { ...empty, ...before, ...defined(given) }
  return {
    fields: all.fields.map((field) => (field.type === 'hidden' ? { ...field, required: false } : field)),
    consents: all.consents,
    steps: all.steps,
    title: textOrNull(all.title),
    intro: textOrNull(all.intro),
    submitLabel: textOrNull(all.submitLabel),
    thankYou: textOrNull(all.thankYou),
    redirectUrl: textOrNull(all.redirectUrl),
    locale: all.locale,
    phoneCountry: all.phoneCountry,
    brandColor: all.brandColor,
    logoUrl: textOrNull(all.logoUrl),
    privacyUrl: textOrNull(all.privacyUrl),
  }
}

const empty: Omit<FormDefinition, 'fields'> = {
  consents: [],
  steps: [],
  title: null,
  intro: null,
  submitLabel: null,
  thankYou: null,
  redirectUrl: null,
  locale: null,
  phoneCountry: null,
  brandColor: null,
  logoUrl: null,
  privacyUrl: null,
}

const textOrNull = (text: string | null) => (text === null || text.trim() === '' ? null : text.trim())

const defined = (given: Given): Given =>
  Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== undefined && (name in empty || name === 'fields')),
  ) as Given
