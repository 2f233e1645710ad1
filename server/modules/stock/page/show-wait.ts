import type { Input } from '#contract/kit.ts'
import type { publicWaitlistRoutes } from '#contract/waitlist.ts'
import { visitorActor } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale, negotiateLocale } from '#kernel/i18n.ts'
import { isId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { normaliseEmail } from '#modules/contacts/public.ts'
import { type Facing, issueToken, judge, sendPage, traps } from '#modules/forms/public.ts'
import { availableNow } from '../availability.ts'
import { joinWaitlist } from '../join-waitlist.ts'
import { type Awaited, findAwaited } from './find-awaited.ts'
import { consentText, renderWaitForm, renderWaitNotice } from './wait-page.ts'

type Shown = Input<(typeof publicWaitlistRoutes)['GET /w/:productId']>
type Posted = Input<(typeof publicWaitlistRoutes)['POST /w/:productId']>

/** The form to wait for a product; when it is there, the way to the shop instead. */
export async function showWait(ctx: Ctx, { params, query }: Shown): Promise<void> {
  const product = await findAwaited(ctx, params.productId)
  const facing = facingOf(ctx, product, query)
  if (!product) return sendPage(ctx.reply, facing, 404, renderWaitNotice(facing, null, 'notFound'))
  if (textOf(query.done) === '1') return sendPage(ctx.reply, facing, 200, renderWaitNotice(facing, product, 'done'))
  if (await isBack(ctx, product))
    return sendPage(ctx.reply, facing, 200, renderWaitNotice(facing, product, 'available'))
  const token = issueToken(ctx, product.productId, 1)
  const view = { product, facing, token, campaignId: idOf(query.campaign), email: textOf(query.email), errors: [] }
  sendPage(ctx.reply, facing, 200, renderWaitForm(view))
}

/** Joins: programs that send JSON get 201 and the entry's id, a browser's post leads on to the thank-you page. */
export async function joinByPage(ctx: Ctx, { params, query, body }: Posted): Promise<void> {
  const product = await findAwaited(ctx, params.productId)
  const type = ctx.request.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) return joinByJson(ctx, product, body)
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new Problem('unsupported_media_type')
  const facing = facingOf(ctx, product, query)
  if (!product) return sendPage(ctx.reply, facing, 404, renderWaitNotice(facing, null, 'notFound'))
  const verdict = await judge(ctx, ctx.request, product.productId, body)
  if (verdict === 'slow_down') return sendPage(ctx.reply, facing, 429, renderWaitNotice(facing, product, 'slowDown'))
  const email = textOf(body.email)
  const errors: ('email' | 'consent')[] = []
  if (normaliseEmail(email) === null) errors.push('email')
  if (textOf(body.consent) !== 'true') errors.push('consent')
  // A machine is told what a person is told, so that it learns nothing.
  if (verdict === 'ok' && errors.length > 0) {
    const token = textOf(body[traps.token])
    const view = { product, facing, token, campaignId: idOf(body.campaignId), email, errors }
    return sendPage(ctx.reply, facing, 422, renderWaitForm(view))
  }
  if (verdict === 'ok') await join(ctx, product, { email, locale: facing.locale, campaignId: idOf(body.campaignId) })
  ctx.reply.redirect(`/w/${product.productId}?done=1&_lang=${facing.locale}`, 303)
}

async function joinByJson(ctx: Ctx, product: Awaited | null, body: Record<string, unknown>): Promise<void> {
  if (!product) throw new Problem('not_found')
  const errors = Object.keys(body)
    .filter((field) => !['email', 'consent', 'locale', 'campaignId'].includes(field))
    .map((field) => ({ pointer: `/${field}`, rule: 'unknown_field' }))
  if (normaliseEmail(textOf(body.email)) === null) errors.push({ pointer: '/email', rule: 'email' })
  if (body.consent !== true) errors.push({ pointer: '/consent', rule: 'consent_required' })
  if (errors.length > 0) throw new Problem('invalid_request', {}, errors)
  const locale = asLocale(textOf(body.locale), product.locale)
  const joined = await join(ctx, product, { email: textOf(body.email), locale, campaignId: idOf(body.campaignId) })
  ctx.reply.code(201).send(joined)
}

const join = (
  ctx: Ctx,
  product: Awaited,
  { email, locale, campaignId }: { email: string; locale: 'es' | 'en'; campaignId: string | null },
) =>
  ctx.db.transaction().execute((tx) =>
    joinWaitlist(tx, visitorActor(product.workspaceId), ctx.clock.now(), {
      ...{ productId: product.productId, email, locale, campaignId },
      consentText: consentText({ locale }, product),
    }),
  )

async function isBack({ db }: Ctx, { workspaceId, productId }: Awaited): Promise<boolean> {
  const now = (await availableNow(db, workspaceId, [productId])).get(productId)
  return now !== undefined && now.available > 0
}

/** Language: asked for, the visitor's, the company's. */
function facingOf(ctx: Ctx, product: Awaited | null, query: Record<string, unknown>): Facing {
  const theirs = negotiateLocale(ctx.request.headers['accept-language'], product?.locale ?? 'es')
  return {
    locale: asLocale(textOf(query._lang), theirs),
    formId: product?.productId ?? '',
    isEmbedded: false,
    theme: 'auto',
    accent: null,
    logoUrl: null,
    redirectUrl: null,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const idOf = (value: unknown): string | null => (typeof value === 'string' && isId(value) ? value : null)
