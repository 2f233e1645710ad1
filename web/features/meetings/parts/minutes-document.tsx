import type { Meeting } from '#contract/meetings.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { Widgets } from '../../../kernel/shell/widgets.tsx'

/** The minutes, written together; the editor belongs to the documents. */
export function MinutesDocument({ meeting, readOnly }: { meeting: Meeting; readOnly: boolean }) {
  const t = useT()
  if (meeting.minutesDocumentId === null) return <p className="td-muted mt-plain">{t('meetings.minutes.none')}</p>
  return (
    <div className="mt-minutes-doc">
      <Widgets
        slot="document"
        props={{
          documentId: meeting.minutesDocumentId,
          readOnly,
          label: t('meetings.minutes.label'),
          minHeight: readOnly ? 80 : 240,
        }}
        height={240}
      />
    </div>
  )
}
