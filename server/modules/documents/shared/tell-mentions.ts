import type { Tx } from '#kernel/db.ts'
import { membersById } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { type Content, mentionsIn } from '../text/content.ts'

const mostTold = 500

/** Tells members who have newly been mentioned in the text. Answers the keys of all that have been told by now. */
export async function tellMentions(
  tx: Tx,
  { workspaceId, documentId, title }: { workspaceId: string; documentId: string; title: string },
  by: { memberId: string; at: Date },
  content: Content,
  told: readonly string[],
): Promise<string[]> {
  const known = new Set(told)
  const fresh = [...new Map(mentionsIn(content).map((mention) => [mention.key, mention])).values()]
    .filter(({ key, memberId }) => !known.has(key) && /^[0-9a-f-]{36}$/i.test(memberId))
    .slice(0, Math.max(0, mostTold - told.length))
  if (fresh.length === 0) return [...told]
  const members = await membersById(tx, workspaceId, [...fresh.map(({ memberId }) => memberId), by.memberId])
  await notify(
    tx,
    by.at,
    workspaceId,
    fresh
      .filter(({ memberId }) => memberId !== by.memberId && members.get(memberId)?.isActive)
      .map(({ memberId, key }) => ({
        memberIds: [memberId],
        kind: 'document_mention',
        params: { author: members.get(by.memberId)?.fullName ?? '', document: title },
        link: `/documents/${documentId}`,
        dedupeKey: `document:${documentId}:${key}`,
        mail: true,
      })),
  )
  return [...told, ...fresh.map(({ key }) => key)]
}
