import { useQuery } from '@tanstack/react-query'
import type { NodeType } from '#contract/impacts.ts'
import type { NoticeAudience } from '#contract/notices.ts'
import { api } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { reasonWords } from './reasons.ts'

type Props = { audience: NoticeAudience; about: { type: NodeType; id: string } | null }
const shown = 8

/** Whom the notice would reach and why, before it is sent. */
export function AudiencePreview({ audience, about }: Props) {
  const t = useT()
  const format = useFormat()
  const isChosen =
    audience.kind === 'everyone' ||
    (audience.kind === 'impact' && Boolean(about?.id)) ||
    (audience.kind === 'departments' && audience.departmentIds.length > 0) ||
    (audience.kind === 'members' && audience.memberIds.length > 0)
  const body = { audience, about: about?.id ? about : null }
  const preview = useQuery({
    queryKey: ['/notices/preview', body],
    queryFn: () => api('POST /notices/preview', { body }),
    enabled: isChosen,
    retry: false,
  }).data
  if (!isChosen || !preview) return <p className="td-muted no-preview">{t('notices.preview.pick')}</p>
  return (
    <div className="no-preview" aria-live="polite">
      <strong>{t('notices.preview.title', { total: preview.total })}</strong>
      <ul>
        {preview.items.slice(0, shown).map((one) => (
          <li key={one.memberId}>
            {one.fullName} <span className="td-muted">· {reasonWords(t, format, one.reasons)}</span>
          </li>
        ))}
      </ul>
      {preview.total > shown && (
        <span className="td-muted">{t('notices.preview.more', { count: preview.total - shown })}</span>
      )}
    </div>
  )
}
