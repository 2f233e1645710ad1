import { asLocale, type Locale } from '#kernel/i18n.ts'
import type { Services } from '#kernel/services.ts'
import type { ExportReader } from './source.ts'

/** For whom an export is written: their language and clock, the workspace's days. */
export async function exportReader(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  workspaceId: string,
  memberId: string,
): Promise<ExportReader & { locale: Locale }> {
  const { locale, ...zones } = await db
    .selectFrom('member as m')
    .innerJoin('workspace as w', 'w.id', 'm.workspaceId')
    .select(['m.locale', 'm.timeZone as readerZone', 'w.timeZone as zone'])
    .where('m.workspaceId', '=', workspaceId)
    .where('m.id', '=', memberId)
    .executeTakeFirstOrThrow()
  return { workspaceId, memberId, ...zones, now: clock.now(), locale: asLocale(locale) }
}
