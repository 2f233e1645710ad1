import { isbot } from 'isbot'
import type { publicFormsRoutes } from '#contract/form-submissions.ts'
import type { Input } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale, negotiateLocale } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { count } from './counters.ts'
import { findLiveForm, type LiveForm, versionOf } from './live-forms.ts'
import { embedScript } from './page/embed-script.ts'
import { renderForm } from './page/render-form.ts'
import { type Notice, renderNotice, renderThanks } from './page/render-notice.ts'
import { type Facing, sendPage } from './page/render-page.ts'
import { issueToken, traps } from './spam.ts'

type Shown = { params: { formId: string }; query: Record<string, unknown> }
export type PublicCtx = Omit<Ctx, 'actor'>

/** Names in a query or form that are ours begin with `_`, which no field key can. */
export const carriedNames = ['_page', '_referrer', '_visitor'] as const

export async function showForm(ctx: Ctx, { params, query }: Input<(typeof publicFormsRoutes)['GET /f/:formId']>) {
  const form = await findLiveForm(ctx, params.formId)
  const facing = await facingOf(ctx, form, { params, query })
  if (form?.state !== 'published') return showNotice(ctx, facing, form)
  const { version, prepared } = await versionOf(ctx, form, undefined)
  if (!isbot(ctx.request.headers['user-agent'])) count(ctx, form, 'views')
  const carried = {
    [traps.token]: issueToken(ctx, form.id, version),
    _page: textOf(query._page) || `${ctx.publicUrl}${ctx.request.url}`.slice(0, 2000),
    _referrer: textOf(query._referrer) || textOf(ctx.request.headers.referer),
    _visitor: textOf(query._visitor),
  }
  const view = {
    facing,
    name: form.name,
    prepared,
    action: actionOf(form, query),
    carried,
    values: query,
    ticked: new Set<string>(),
    errors: [],
  }
  sendPage(ctx.reply, facing, 200, renderForm(view))
}

export async function showThanks(
  ctx: Ctx,
  { params, query }: Input<(typeof publicFormsRoutes)['GET /f/:formId/thanks']>,
) {
  const form = await findLiveForm(ctx, params.formId)
  const facing = await facingOf(ctx, form, { params, query })
  if (!form) return showNotice(ctx, facing, form)
  const { prepared } = await versionOf(ctx, form, undefined)
  sendPage(ctx.reply, facing, 200, renderThanks(facing, prepared.definition.thankYou))
}

export async function showEmbedScript(ctx: Ctx, { params }: Pick<Shown, 'params'>) {
  const form = await findLiveForm(ctx, params.formId)
  if (!form) throw new Problem('not_found')
  const { prepared } = await versionOf(ctx, form, undefined)
  ctx.reply
    .code(200)
    .type('text/javascript; charset=utf-8')
    .header('cache-control', 'public, max-age=300')
    .header('cross-origin-resource-policy', 'cross-origin')
    .send(embedScript({ formId: form.id, origin: ctx.publicUrl, title: prepared.definition.title ?? form.name }))
}

/** A visitor began to fill in; nothing about them is kept. */
export async function countStart(ctx: Ctx, { params }: Pick<Shown, 'params'>) {
  const form = await findLiveForm(ctx, params.formId)
  if (form?.state === 'published' && !isbot(ctx.request.headers['user-agent'])) count(ctx, form, 'starts')
}

/** Language: asked for by the page around, the form's own, the visitor's, the company's. */
export async function facingOf(ctx: PublicCtx, form: LiveForm | null, { params, query }: Shown): Promise<Facing> {
  const definition = form ? (await versionOf(ctx, form, undefined)).prepared.definition : null
  const theirs = negotiateLocale(ctx.request.headers['accept-language'], form?.workspaceLocale ?? 'es')
  const isEmbedded = query.embed !== undefined && query.embed !== '0'
  const theme =
    query._theme === 'dark' || query._theme === 'auto' || query._theme === 'light'
      ? query._theme
      : isEmbedded
        ? 'light'
        : 'auto'
  return {
    locale: asLocale(definition?.locale, asLocale(textOf(query._lang), theirs)),
    formId: form?.id ?? params.formId,
    isEmbedded,
    theme,
    accent: definition?.brandColor ?? null,
    logoUrl: definition?.logoUrl ?? null,
    redirectUrl: definition?.redirectUrl ?? null,
  }
}

/** What of the query must survive the post: how the page looks, never what people typed. */
export function faceQuery(query: Record<string, unknown>): string {
  const kept = ['embed', '_theme', '_lang'].flatMap((name) =>
    typeof query[name] === 'string' ? [[name, query[name]] as [string, string]] : [],
  )
  return kept.length > 0 ? `?${new URLSearchParams(kept)}` : ''
}
export const actionOf = (form: LiveForm, query: Record<string, unknown>) => `/f/${form.id}${faceQuery(query)}`

export function showNotice(ctx: PublicCtx, facing: Facing, form: LiveForm | null): void {
  const [status, notice]: [number, Notice] = !form
    ? [404, 'notFound']
    : form.state === 'draft'
      ? [409, 'notPublished']
      : [410, 'closed']
  sendPage(ctx.reply, facing, status, renderNotice(facing, notice))
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
