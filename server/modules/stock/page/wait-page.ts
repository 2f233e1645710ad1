import { escapeHtml as e } from '#kernel/html.ts'
import { translate } from '#kernel/i18n.ts'
import { type Facing, renderPage, traps } from '#modules/forms/public.ts'
import type { Awaited } from './find-awaited.ts'

type View = {
  product: Awaited
  facing: Facing
  token: string
  campaignId: string | null
  /** What was typed before a mistake, and the mistakes by field. */
  email: string
  errors: readonly ('email' | 'consent')[]
}

/** The page on which a person leaves their address to be told when a product is back; works without JavaScript. */
export function renderWaitForm({ product, facing, token, campaignId, email, errors }: View): string {
  const say = sayer(facing, product)
  const title = say('title')
  const fault = (field: 'email' | 'consent') =>
    errors.includes(field) ? `<p class="error" id="${field}-error">${e(say(`errors.${field}`))}</p>` : ''
  const marks = (field: 'email' | 'consent') =>
    errors.includes(field) ? ` aria-invalid="true" aria-describedby="${field}-error"` : ''
  return renderPage(facing, {
    title: errors.length > 0 ? say('titleWithErrors') : title,
    body: `<h1>${e(title)}</h1>
    <p class="intro">${e(say('intro'))}</p>
    <form method="post" action="/w/${product.productId}?_lang=${facing.locale}" accept-charset="utf-8">
      <div class="field"><label for="email">${e(say('email'))}</label>
        <input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" value="${e(email)}"${marks('email')}>${fault('email')}</div>
      <div class="consent"><label class="tick"><input type="checkbox" name="consent" value="true" required${marks('consent')}><span>${e(consentText(facing, product))}</span></label>${fault('consent')}</div>
      <div class="trap" aria-hidden="true"><label>${e(translate(facing.locale, 'forms.public.trap'))}<input name="${traps.honeypot}" tabindex="-1" autocomplete="off"></label></div>
      <input type="hidden" name="${traps.token}" value="${e(token)}">
      <input type="hidden" name="${traps.work}">
      ${campaignId === null ? '' : `<input type="hidden" name="campaignId" value="${e(campaignId)}">`}
      <div class="actions"><button type="submit">${e(say('send'))}</button></div>
    </form>`,
  })
}

/** What is shown instead of the form: it is back, thanks, slow down, nothing here. */
export function renderWaitNotice(
  facing: Facing,
  product: Awaited | null,
  notice: 'available' | 'done' | 'slowDown' | 'notFound',
): string {
  const say = sayer(facing, product)
  const title = say(`${notice}.title`)
  const shop =
    product?.url && notice === 'available' ? `<p><a href="${e(product.url)}">${e(say('available.button'))}</a></p>` : ''
  return renderPage(facing, {
    title,
    body: `<div class="thanks" role="status"><h1>${e(title)}</h1><p>${e(say(`${notice}.text`))}</p>${shop}</div>`,
  })
}

/** The exact words a person agrees to. */
export const consentText = (facing: Pick<Facing, 'locale'>, product: Awaited): string =>
  sayer(facing, product)('consent')

const sayer =
  ({ locale }: Pick<Facing, 'locale'>, product: Awaited | null) =>
  (key: string) =>
    translate(locale, `stock.waitPage.${key}`, {
      product: product?.name ?? '',
      company: product?.workspaceName ?? '',
    })
