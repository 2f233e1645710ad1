import { escapeHtml as e } from '#kernel/html.ts'
import { translate } from '#kernel/i18n.ts'
import { type Facing, renderPage } from './render-page.ts'

export type Notice = 'closed' | 'notPublished' | 'notFound' | 'slowDown'

/** One calm page for what a visitor cannot go on with, and what to do instead. */
export function renderNotice(facing: Facing, notice: Notice): string {
  const title = translate(facing.locale, `forms.public.${notice}.title`)
  return renderPage(facing, {
    title,
    body: `<div class="thanks"><h1>${e(title)}</h1><p>${e(translate(facing.locale, `forms.public.${notice}.text`))}</p></div>`,
  })
}

/** What a visitor reads after sending: the form's own words, or ours. */
export function renderThanks(facing: Facing, thankYou: string | null): string {
  const { locale, redirectUrl } = facing
  const title = translate(locale, 'forms.public.thanks.title')
  const onward = redirectUrl
    ? `<p><a href="${e(redirectUrl)}" target="_top">${e(translate(locale, 'forms.public.thanks.onward'))}</a></p>`
    : ''
  const text = thankYou ?? translate(locale, 'forms.public.thanks.text')
  return renderPage(facing, {
    title,
    body: `<div class="thanks" role="status" data-done data-redirect="${e(redirectUrl ?? '')}"><h1>${e(title)}</h1><p>${e(text)}</p>${onward}</div>`,
  })
}
