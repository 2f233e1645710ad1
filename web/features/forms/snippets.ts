import type { Form, FormField } from '#contract/forms.ts'

/** Shows the form in place, as high as it is, and tells it page, campaign and (with consent) visitor. */
export const scriptSnippet = ({ publicUrl }: Pick<Form, 'publicUrl'>) =>
  `<script async src="${publicUrl}/embed.js"></script>`

export const frameSnippet = ({ publicUrl, title, name }: Pick<Form, 'publicUrl' | 'title' | 'name'>) =>
  `<iframe src="${publicUrl}?embed=1" title="${escapeHtml(title ?? name)}" style="width:100%;height:640px;border:0"></iframe>`

/** A form in the page's own style that posts to ours; the server checks and answers as it does for the hosted one. */
export function htmlSnippet(form: Form, words: { send: string; trap: string }): string {
  const lines = [
    `<form method="post" action="${form.publicUrl}">`,
    ...form.fields.map((field) => `  ${control(field)}`),
    ...form.consents.map(
      (consent) =>
        `  <label><input type="checkbox" name="consent.${consent.purpose}" value="true"${consent.required ? ' required' : ''}> ${escapeHtml(consent.text)}</label>`,
    ),
    `  <input type="hidden" name="_version" value="${form.formVersion}">`,
    `  <label style="position:absolute;left:-9999px" aria-hidden="true">${escapeHtml(words.trap)} <input name="_homepage" tabindex="-1" autocomplete="off"></label>`,
    `  <button>${escapeHtml(form.submitLabel ?? words.send)}</button>`,
    '</form>',
  ]
  return lines.join('\n')
}

const inputTypes: Partial<Record<FormField['type'], string>> = { phone: 'tel', number: 'number', date: 'date' }

function control(field: FormField): string {
  const required = field.required ? ' required' : ''
  const label = escapeHtml(field.label)
  const options = field.options ?? []
  if (field.type === 'hidden')
    return `<input type="hidden" name="${field.key}" value="${escapeHtml(field.value ?? '')}">`
  if (field.type === 'long_text') return `<label>${label} <textarea name="${field.key}"${required}></textarea></label>`
  if (field.type === 'checkbox')
    return `<label><input type="checkbox" name="${field.key}" value="true"${required}> ${label}</label>`
  if (field.type === 'select') {
    const choices = options.map(
      (option) => `<option value="${escapeHtml(option.value)}">${escapeHtml(option.label)}</option>`,
    )
    return `<label>${label} <select name="${field.key}"${required}><option value=""></option>${choices.join('')}</select></label>`
  }
  if (field.type === 'multi_select') {
    const boxes = options.map(
      (option) =>
        `<label><input type="checkbox" name="${field.key}" value="${escapeHtml(option.value)}"> ${escapeHtml(option.label)}</label>`,
    )
    return `<fieldset><legend>${label}</legend>${boxes.join('')}</fieldset>`
  }
  return `<label>${label} <input type="${inputTypes[field.type] ?? 'text'}" name="${field.key}"${required}></label>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character]!)
