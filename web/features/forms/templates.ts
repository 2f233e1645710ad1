import type { FormField } from '#contract/forms.ts'
import type { InputOf } from '../../kernel/api.ts'
import type { Translate } from '../../kernel/i18n/catalogue.ts'

export const templateKeys = ['contact', 'demo', 'quote', 'newsletter', 'guide', 'blank'] as const
export type TemplateKey = (typeof templateKeys)[number]
export type NewForm = InputOf<'POST /forms'>['body']

type Parts = { fields: readonly string[]; handRaise: boolean; marketing: boolean }
const parts: Record<TemplateKey, Parts> = {
  contact: { fields: ['email', 'full_name', 'phone', 'message'], handRaise: true, marketing: true },
  demo: { fields: ['email', 'full_name', 'company', 'job_title', 'phone', 'when'], handRaise: true, marketing: true },
  quote: {
    fields: ['email', 'full_name', 'company', 'phone', 'quantity', 'details'],
    handRaise: true,
    marketing: true,
  },
  newsletter: { fields: ['email', 'first_name'], handRaise: false, marketing: false },
  guide: { fields: ['email', 'full_name', 'company', 'job_title'], handRaise: false, marketing: true },
  blank: { fields: ['email'], handRaise: false, marketing: false },
}

/** A good form in the language of whoever makes it, ready to be published as it is. */
export function formFromTemplate(key: TemplateKey, t: Translate): NewForm {
  const { fields, handRaise, marketing } = parts[key]
  const words = `forms.templates.${key}`
  const said = (part: string) => (t.has(`${words}.${part}`) ? t(`${words}.${part}`) : null)
  const privacy = { purpose: 'privacy', text: t('forms.templates.consents.privacy'), required: true }
  const purpose = key === 'newsletter' ? { required: true } : {}
  const news = { purpose: 'marketing_email', text: t('forms.templates.consents.marketing'), ...purpose }
  return {
    name: t(`${words}.name`),
    state: 'draft',
    handRaise,
    title: t(`${words}.title`),
    intro: said('intro'),
    submitLabel: t(`${words}.submit`),
    thankYou: said('thankYou'),
    fields: fields.map((field) => fieldOf(field, t)),
    consents: [privacy, ...(marketing || key === 'newsletter' ? [news] : [])],
  }
}

function fieldOf(key: string, t: Translate): FormField {
  const label = t(`forms.templates.fields.${key}`)
  if (key === 'email') return { key, type: 'email', label, required: true }
  if (key === 'phone') return { key, type: 'phone', label }
  if (key === 'message' || key === 'details') return { key, type: 'long_text', label, required: key === 'details' }
  if (key === 'quantity') return { key, type: 'number', label }
  if (key === 'when') {
    const options = ['now', 'quarter', 'exploring'].map((value) => ({
      value,
      label: t(`forms.templates.when.${value}`),
    }))
    return { key, type: 'select', label, options }
  }
  return { key, type: 'text', label, required: key === 'full_name' || key === 'company' }
}
