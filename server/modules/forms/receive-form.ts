import { createHash } from 'node:crypto'
import { type PostedForm, type publicFormsRoutes, type SubmissionBody, utmKeys } from '#contract/form-submissions.ts'
import type { Input } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { negotiateLocale } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { sha256 } from '#kernel/secrets.ts'
import { type Answers, type PreparedForm, readAnswers } from './answers.ts'
import { type Captured, captureOf, type Submission } from './capture.ts'
import { count } from './counters.ts'
import { findLiveForm, type LiveForm, versionOf } from './live-forms.ts'
import { renderForm } from './page/render-form.ts'
import { renderNotice } from './page/render-notice.ts'
import { sendPage } from './page/render-page.ts'
import { actionOf, carriedNames, faceQuery, facingOf, showNotice, textOf } from './show-form.ts'
import { readVisit, sourceOf, truncateAddress, type Visit } from './source.ts'
import { judge, readToken, traps } from './spam.ts'

type Received = Input<(typeof publicFormsRoutes)['POST /f/:formId']>

/** A submission: JSON from programs answers ids, a browser's post leads on to the thank-you page. Answers after commit only. */
export async function receiveForm(ctx: Ctx, { params, query, body }: Received) {
  const form = await findLiveForm(ctx, params.formId)
  const type = ctx.request.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) return receiveJson(ctx, form, body as SubmissionBody)
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new Problem('unsupported_media_type')
  return receivePost(ctx, form, query, body as PostedForm)
}

/** Any site may send to a form: it carries no credentials. */
export async function allowOrigins(ctx: Ctx) {
  ctx.reply
    .code(204)
    .header('access-control-allow-methods', 'POST')
    .header('access-control-allow-headers', 'content-type, idempotency-key')
    .header('access-control-max-age', '86400')
    .send()
}

async function receiveJson(ctx: Ctx, form: LiveForm | null, body: SubmissionBody) {
  assertOpen(form)
  const { version, prepared } = await versionOf(ctx, form, body.formVersion)
  const answers = readAnswers(prepared, body.fields, true)
  const consents = readConsents(prepared, body.consents ?? {}, true)
  const errors = [...answers.errors, ...consents.errors]
  if (body.page && readVisit(body.page).url === null) errors.push({ pointer: '/page/url', rule: 'web_address' })
  if (errors.length > 0) throw new Problem('invalid_request', {}, errors)
  const captured = await captureOf(ctx).submit(
    toSubmission(ctx, form, version, {
      answers,
      granted: consents.granted,
      visit: readVisit(body.page ?? {}),
      visitorId: body.visitorId ?? null,
      ...idempotencyKey(ctx, body),
      language: languageOf(ctx, form, prepared, undefined),
    }),
  )
  if (!captured) throw new Problem('idempotency_key_reused')
  ctx.reply.code(201).send(captured)
}

function assertOpen(form: LiveForm | null): asserts form is LiveForm {
  if (!form) throw new Problem('not_found')
  if (form.state === 'draft') throw new Problem('form_not_published')
  if (form.state === 'archived') throw new Problem('form_closed')
}

function idempotencyKey(
  { request }: Pick<Ctx, 'request'>,
  body: SubmissionBody,
): Pick<Submission, 'key' | 'requestHash'> {
  const key = request.headers['idempotency-key']
  if (key === undefined) return { key: null, requestHash: null }
  if (typeof key !== 'string' || key.length === 0 || key.length > 200)
    throw new Problem('invalid_request', {}, [{ pointer: 'Idempotency-Key', rule: 'length' }])
  return { key: `key ${key}`, requestHash: sha256(JSON.stringify(body)) }
}

async function receivePost(ctx: Ctx, form: LiveForm | null, query: Record<string, unknown>, body: PostedForm) {
  const wantsJson =
    /application\/(problem\+)?json/.test(ctx.request.headers.accept ?? '') &&
    !ctx.request.headers.accept?.includes('text/html')
  const facing = await facingOf(ctx, form, { params: { formId: form?.id ?? '' }, query })
  if (wantsJson) assertOpen(form)
  else if (form?.state !== 'published') return showNotice(ctx, facing, form)
  const verdict = await judge(ctx, ctx.request, form!.id, body)
  if (verdict === 'slow_down') {
    if (wantsJson) throw new Problem('rate_limited')
    return sendPage(ctx.reply, facing, 429, renderNotice(facing, 'slowDown'))
  }
  const { version, prepared } = await versionOf(
    ctx,
    form!,
    readToken(ctx, form!.id, textOf(body[traps.token]))?.version ?? versionNamed(body),
  )
  const answers = readAnswers(prepared, body, false)
  const consents = readConsents(prepared, postedConsents(body), false)
  const errors = [...answers.errors, ...consents.errors]
  if (verdict === 'ok' && errors.length > 0) {
    if (wantsJson) throw new Problem('invalid_request', {}, errors)
    const carried = Object.fromEntries([traps.token, ...carriedNames].map((name) => [name, textOf(body[name])]))
    const ticked = new Set(consents.granted.map(({ purpose }) => purpose))
    return sendPage(
      ctx.reply,
      facing,
      422,
      renderForm({
        facing,
        name: form!.name,
        prepared,
        action: actionOf(form!, query),
        carried,
        values: body,
        ticked,
        errors,
      }),
    )
  }
  // A machine is told what a person is told, so that it learns nothing; nothing of it is kept but the count.
  if (verdict === 'spam') count(ctx, form!, 'spam')
  const captured: Captured | null =
    verdict === 'spam'
      ? { submissionId: newId(), contactId: newId() }
      : await captureOf(ctx).submit(
          toSubmission(ctx, form!, version, {
            answers,
            granted: consents.granted,
            visit: readVisit({
              url: textOf(body._page) || ctx.request.headers.referer,
              referrer: body._referrer,
              utm: postedUtm(body),
            }),
            visitorId: /^[A-Za-z0-9_-]{1,100}$/.test(textOf(body._visitor)) ? textOf(body._visitor) : null,
            key: keyOfPost(body, answers),
            requestHash: null,
            language: languageOf(ctx, form!, prepared, textOf(query._lang)),
          }),
        )
  const { redirectUrl } = prepared.definition
  if (wantsJson) ctx.reply.code(201).send(captured)
  else
    ctx.reply.redirect(
      redirectUrl && !facing.isEmbedded ? redirectUrl : `/f/${form!.id}/thanks${faceQuery(query)}`,
      303,
    )
}

const versionNamed = (body: PostedForm) => (/^\d{1,6}$/.test(textOf(body._version)) ? Number(body._version) : undefined)

const postedUtm = (body: PostedForm) =>
  Object.fromEntries(utmKeys.flatMap((key) => (textOf(body[`utm_${key}`]) ? [[key, textOf(body[`utm_${key}`])]] : [])))

const postedConsents = (body: PostedForm): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      name.startsWith('consent.') ? [[name.slice('consent.'.length), value !== '' && value !== 'false']] : [],
    ),
  )

/** The same page sent twice with the same answers is one submission: a double click, a reload. */
const keyOfPost = (body: PostedForm, answers: Answers): string | null => {
  const token = textOf(body[traps.token])
  return token === ''
    ? null
    : `page ${createHash('sha256').update(token).update(JSON.stringify(answers.values)).digest('base64url')}`
}

type Granted = { purpose: string; text: string }

function readConsents(
  { definition }: PreparedForm,
  given: Record<string, unknown>,
  isClosed: boolean,
): { granted: Granted[]; errors: FieldError[] } {
  const known = new Set(definition.consents.map(({ purpose }) => purpose))
  const unknown = isClosed ? Object.keys(given).filter((purpose) => !known.has(purpose)) : []
  const isGranted = ({ purpose }: Granted) => Object.hasOwn(given, purpose) && given[purpose] === true
  return {
    granted: definition.consents.filter(isGranted).map(({ purpose, text }) => ({ purpose, text })),
    errors: [
      ...unknown.map((purpose) => ({ pointer: `/consents/${purpose}`, rule: 'unknown_field' })),
      ...definition.consents
        .filter((consent) => consent.required && !isGranted(consent))
        .map(({ purpose }) => ({ pointer: `/consents/${purpose}`, rule: 'consent_required' })),
    ],
  }
}

const languageOf = (
  { request }: Pick<Ctx, 'request'>,
  form: LiveForm,
  { definition }: PreparedForm,
  asked: string | undefined,
) =>
  definition.locale ??
  (asked === 'es' || asked === 'en' ? asked : negotiateLocale(request.headers['accept-language'], form.workspaceLocale))

type Read = {
  answers: Answers
  granted: Granted[]
  visit: Visit
  visitorId: string | null
  key: string | null
  requestHash: Buffer | null
  language: string
}

function toSubmission(
  { clock, request }: Pick<Ctx, 'clock' | 'request'>,
  form: LiveForm,
  version: number,
  { answers, granted, visit, visitorId, key, requestHash, language }: Read,
): Submission {
  const { person, values } = answers
  return {
    id: newId(),
    key,
    requestHash,
    workspaceId: form.workspaceId,
    form: { id: form.id, name: form.name, version, handRaise: form.handRaise },
    person: {
      ...person,
      visitorId,
      attributes: { language, ...person.attributes },
      source: sourceOf(visit),
      touch: {
        ...(visit.url && { url: visit.url }),
        ...(visit.referrer && { referrer: visit.referrer }),
        ...(visit.utm && { utm: visit.utm }),
        formId: form.id,
        at: clock.now().toISOString(),
      },
    },
    fields: values,
    consents: granted,
    page: visit,
    language,
    ipTruncated: truncateAddress(request.ip),
  }
}
