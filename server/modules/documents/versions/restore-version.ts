import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { filled } from '#kernel/problem.ts'
import { factsOf, lockForWriting, subjectsOf } from '../select-documents.ts'
import { rewrite } from '../shared/doc.ts'
import { gather } from '../shared/store.ts'
import { fitting } from '../text/content.ts'
import { keepVersion, type Version } from './keep-version.ts'
import { requireVersionOf } from './list-versions.ts'

export const nameVersion = (ctx: Ctx, id: string, given: string): Promise<Version> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const name = filled(given, '/name')
    const row = await lockForWriting(tx, actor, id)
    await gather(tx, actor.workspaceId, id, at)
    const version = (await keepVersion(tx, actor, at, row, { origin: 'named', name }))!
    const data = { ...factsOf(row), versionId: version.id, name }
    await record(tx, actor, at, 'document.version_named', data, subjectsOf(row))
    return version
  })

/** Keeps what is there, then makes the old text the text: an edit among the others, so that nothing is lost. */
export const restoreVersion = (ctx: Ctx, id: string, versionId: string): Promise<Version> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const row = await lockForWriting(tx, actor, id)
    const old = await requireVersionOf(tx, workspaceId, id, versionId)
    await gather(tx, workspaceId, id, at)
    await keepVersion(tx, actor, at, row, { origin: 'automatic' })
    const content = fitting(old.content)
    await gather(tx, workspaceId, id, at, { memberId: actor.id, change: (doc) => rewrite(doc, content) })
    // A moment later than the one that it follows, so that the order of the two is certain.
    const after = new Date(at.getTime() + 1)
    const version = (await keepVersion(tx, actor, after, row, { origin: 'restoration' }))!
    await record(tx, actor, at, 'document.version_restored', { ...factsOf(row), versionId }, subjectsOf(row))
    return version
  })
