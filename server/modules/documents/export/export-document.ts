import { contentDisposition } from '#kernel/download.ts'
import type { Ctx } from '#kernel/http.ts'
import { translate } from '#kernel/i18n.ts'
import { membersById } from '#modules/accounts/public.ts'
import { requireDocument } from '../select-documents.ts'
import { contentOf, docOf } from '../shared/doc.ts'
import { loadParts } from '../shared/store.ts'
import { forReaders, writeMarkdown } from '../text/markdown.ts'
import { writePdf } from './pdf.ts'

/** Sends the text as it is now as a download. Throws 404. */
export async function exportDocument(ctx: Ctx, id: string, format: 'markdown' | 'pdf'): Promise<void> {
  const { db, actor, clock } = ctx
  const row = await requireDocument(db, actor.workspaceId, id)
  const content = contentOf(docOf(await loadParts(db, actor.workspaceId, id)))
  if (format === 'markdown') {
    const text = `# ${row.title}\n\n${forReaders(writeMarkdown(content))}\n`
    return send(ctx, `${row.title}.md`, 'text/markdown; charset=utf-8', text)
  }
  const members = await membersById(db, actor.workspaceId, [actor.id, row.updatedBy])
  const { locale = 'es', timeZone = 'Europe/Madrid' } = members.get(actor.id) ?? {}
  const updated = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    row.updatedAt,
  )
  const subtitle = translate(locale, 'documents.export.subtitle', {
    updated,
    author: members.get(row.updatedBy)?.fullName ?? 'Tándem',
  })
  const pdf = await writePdf({
    title: row.title,
    subtitle,
    at: clock.now(),
    locale,
    content,
    pageOf: (page, pages) => translate(locale, 'documents.export.page', { page, pages }),
  })
  send(ctx, `${row.title}.pdf`, 'application/pdf', pdf)
}

function send({ reply }: Ctx, name: string, type: string, data: string | Buffer) {
  reply.header('content-type', type).header('content-disposition', contentDisposition(name)).send(data)
}
