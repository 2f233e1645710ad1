import type { FormConsent, FormField } from '#contract/forms.ts'
import { escapeHtml as e } from '#kernel/html.ts'
import { translate } from '#kernel/i18n.ts'
import type { FieldError } from '#kernel/problem.ts'
import type { PreparedForm } from '../answers.ts'
import { traps } from '../spam.ts'
import { type Facing, renderPage } from './render-page.ts'

export type FormView = {
  facing: Facing
  name: string
  prepared: PreparedForm
  /** Where the form posts to, with what must survive the post in its query. */
  action: string
  /** Names and values that go along unseen. */
  carried: Readonly<Record<string, string>>
  /** What is in the fields: prefilled by query, or what was typed before a mistake. */
  values: Readonly<Record<string, unknown>>
  /** Purposes ticked; never before the visitor did so. */
  ticked: ReadonlySet<string>
  errors: readonly FieldError[]
}

/** The form as HTML that works without JavaScript: labels, hints and errors tied together for assistive technology. */
export function renderForm(view: FormView): string {
  const { definition } = view.prepared
  const { locale } = view.facing
  const body = `
    ${definition.logoUrl ? `<img class="logo" src="${e(definition.logoUrl)}" alt="">` : ''}
    <h1>${e(definition.title ?? view.name)}</h1>
    ${definition.intro ? `<p class="intro">${e(definition.intro)}</p>` : ''}
    ${summary(view)}
    <form method="post" action="${e(view.action)}" data-start="/f/${e(view.facing.formId)}/start" accept-charset="utf-8">
      ${steps(view)}
      <div data-end>
        ${definition.consents.map((consent) => consentBox(consent, view)).join('')}
      </div>
      <div class="trap" aria-hidden="true"><label>${translate(locale, 'forms.public.trap')}<input name="${traps.honeypot}" tabindex="-1" autocomplete="off"></label></div>
      ${Object.entries({ ...view.carried, [traps.work]: '' })
        .map(([name, value]) => hidden(name, value))
        .join('')}
      <div class="actions">
        <button type="button" class="back" hidden>${translate(locale, 'forms.public.back')}</button>
        <button type="submit" data-next="${translate(locale, 'forms.public.next')}" data-send="${e(submitLabel(view))}">${e(submitLabel(view))}</button>
      </div>
    </form>
    ${definition.privacyUrl ? `<p class="foot"><a href="${e(definition.privacyUrl)}" target="_blank" rel="noopener">${translate(locale, 'forms.public.privacy')}</a></p>` : ''}`
  const title = definition.title ?? view.name
  return renderPage(view.facing, {
    title: view.errors.length > 0 ? translate(locale, 'forms.public.titleWithErrors', { title }) : title,
    body,
  })
}

const submitLabel = ({ prepared, facing }: FormView) =>
  prepared.definition.submitLabel ?? translate(facing.locale, 'forms.public.send')
const hidden = (name: string, value: string) => `<input type="hidden" name="${e(name)}" value="${e(value)}">`
const idOf = (key: string) => `field-${key}`

/** All mistakes at the top, each a link to its field. */
function summary({ prepared: { definition }, errors, facing: { locale } }: FormView): string {
  if (errors.length === 0) return ''
  const items = errors.map((error) => {
    const key = keyOf(error)
    const field = definition.fields.find((one) => one.key === key)
    const id = error.pointer.startsWith('/consents/') ? `consent-${key}` : idOf(key)
    const text = `${field ? `${field.label}: ` : ''}${messageOf(error, locale)}`
    return `<li><a href="#${e(id)}">${e(text)}</a></li>`
  })
  return `<div class="summary" role="alert"><h2>${translate(locale, 'forms.public.mistakes', { count: errors.length })}</h2><ul>${items.join('')}</ul></div>`
}

const keyOf = (error: FieldError) => error.pointer.split('/').at(-1)!
const messageOf = (error: FieldError, locale: Facing['locale']) =>
  translate(locale, `forms.public.errors.${error.rule}`, error.params)

function steps(view: FormView): string {
  const { fields, steps: titled } = view.prepared.definition
  const unseen = fields
    .filter((field) => field.type === 'hidden')
    .map((field) => hidden(field.key, textOf(view.values[field.key] ?? field.value)))
  const shown = fields.filter((field) => field.type !== 'hidden')
  const numbers = [...new Set(shown.map((field) => field.step ?? 1))].sort((a, b) => a - b)
  if (numbers.length < 2) return unseen.join('') + shown.map((field) => fieldBlock(field, view)).join('')
  const sets = numbers.map((number, index) => {
    const title =
      titled[number - 1]?.title ??
      translate(view.facing.locale, 'forms.public.step', { number: index + 1, total: numbers.length })
    const inside = shown.filter((field) => (field.step ?? 1) === number).map((field) => fieldBlock(field, view))
    return `<fieldset class="step"><legend>${e(title)}</legend>${inside.join('')}</fieldset>`
  })
  return unseen.join('') + sets.join('')
}

function fieldBlock(field: FormField, view: FormView): string {
  const { locale } = view.facing
  const id = idOf(field.key)
  const error = view.errors.find((one) => one.pointer === `/fields/${field.key}`)
  const described = [field.help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ')
  const attributes = `${field.required ? ' required' : ''}${described ? ` aria-describedby="${described}"` : ''}${error ? ' aria-invalid="true"' : ''}`
  const optional = field.required ? '' : ` <span class="optional">${translate(locale, 'forms.public.optional')}</span>`
  const after =
    (field.help ? `<p class="help" id="${id}-help">${e(field.help)}</p>` : '') +
    (error ? `<p class="error" id="${id}-error">${e(messageOf(error, locale))}</p>` : '')
  const value = view.values[field.key] ?? field.value
  if (field.type === 'multi_select') {
    // A browser cannot demand "at least one"; the server does.
    const group = attributes.replace(' required', '')
    return `<fieldset class="field" id="${id}"${group}><legend>${e(field.label)}${optional}</legend>${choices(field, value)}${after}</fieldset>`
  }
  if (field.type === 'checkbox') {
    const isTicked = value === true || value === 'true' || value === '1' || value === 'on'
    return `<div class="field"><label class="tick"><input type="checkbox" id="${id}" name="${field.key}" value="true"${isTicked ? ' checked' : ''}${attributes}><span>${e(field.label)}${optional}</span></label>${after}</div>`
  }
  return `<div class="field"><label for="${id}">${e(field.label)}${optional}</label>${control(field, value, attributes, view)}${after}</div>`
}

const inputTypes: Partial<Record<FormField['type'], string>> = { email: 'email', phone: 'tel', date: 'date' }
const autocompletes: Record<string, string> = {
  email: 'email',
  phone: 'tel',
  full_name: 'name',
  first_name: 'given-name',
  last_name: 'family-name',
  job_title: 'organization-title',
  company: 'organization',
  country: 'country-name',
  region: 'address-level1',
  city: 'address-level2',
}

function control(field: FormField, value: unknown, attributes: string, { prepared, facing }: FormView): string {
  const autocomplete = autocompletes[prepared.targets.get(field.key) ?? '']
  const common =
    `id="${idOf(field.key)}" name="${field.key}"${autocomplete ? ` autocomplete="${autocomplete}"` : ''}` +
    `${field.placeholder ? ` placeholder="${e(field.placeholder)}"` : ''}${attributes}`
  if (field.type === 'long_text') return `<textarea ${common} maxlength="10000" rows="4">${e(textOf(value))}</textarea>`
  if (field.type === 'select') {
    const first = `<option value="">${e(field.placeholder || translate(facing.locale, 'forms.public.choose'))}</option>`
    const options = field.options!.map(
      (option) =>
        `<option value="${e(option.value)}"${option.value === value ? ' selected' : ''}>${e(option.label)}</option>`,
    )
    return `<select ${common}>${first}${options.join('')}</select>`
  }
  // E-mails stay text for the browser where they may hold letters it does not accept; the server checks them.
  const type = field.type === 'email' ? 'text' : (inputTypes[field.type] ?? 'text')
  const mode =
    field.type === 'email'
      ? ' inputmode="email" autocapitalize="none" spellcheck="false"'
      : field.type === 'number'
        ? ' inputmode="decimal"'
        : ''
  return `<input type="${type}"${mode} ${common} maxlength="${field.type === 'email' ? 254 : 1000}" value="${e(textOf(value))}">`
}

function choices(field: FormField, value: unknown): string {
  const chosen = new Set(Array.isArray(value) ? value : [value])
  return field
    .options!.map(
      (option) =>
        `<label class="tick"><input type="checkbox" name="${field.key}" value="${e(option.value)}"${chosen.has(option.value) ? ' checked' : ''}><span>${e(option.label)}</span></label>`,
    )
    .join('')
}

function consentBox(
  { purpose, text, required }: FormConsent,
  { ticked, errors, facing: { locale } }: FormView,
): string {
  const id = `consent-${purpose}`
  const error = errors.find((one) => one.pointer === `/consents/${purpose}`)
  const attributes = `${required ? ' required' : ''}${error ? ` aria-invalid="true" aria-describedby="${id}-error"` : ''}`
  return `<div class="consent"><label class="tick"><input type="checkbox" id="${id}" name="consent.${purpose}" value="true"${ticked.has(purpose) ? ' checked' : ''}${attributes}><span>${e(text)}${required ? '' : ` <span class="optional">${translate(locale, 'forms.public.optional')}</span>`}</span></label>${error ? `<p class="error" id="${id}-error">${e(messageOf(error, locale))}</p>` : ''}</div>`
}

const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? textOf(value[0])
    : typeof value === 'string'
      ? value
      : typeof value === 'number'
        ? String(value)
        : ''
