import { ActionIcon } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { Deal } from '#contract/deals.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { CompanyPicker, ContactPicker } from './record-picker.tsx'

type Props = {
  kind: 'contact' | 'company'
  deal: Deal
  readOnly: boolean
  onSave: (id: string | null) => Promise<unknown>
}

/** The deal's contact or company: a link to it, and a way to choose another. */
export function LinkedRecord({ kind, deal, readOnly, onSave }: Props) {
  const t = useT()
  const [editing, setEditing] = useState(false)
  const label = t(`deals.fields.${kind}`)
  const [id, name, to] =
    kind === 'contact'
      ? [deal.contactId, deal.contactName, '/contacts']
      : [deal.companyId, deal.companyName, '/companies']
  const Picker = kind === 'contact' ? ContactPicker : CompanyPicker
  const choose = (chosen: string | null) => {
    setEditing(false)
    if (chosen !== id) void onSave(chosen)
  }
  return (
    <div className="td-fact">
      <dt>{label}</dt>
      <dd>
        {editing ? (
          <Picker label="" value={id} onChange={choose} />
        ) : (
          <span className="td-fact-value">
            {id ? (
              <Link to={`${to}/${id}`} className="td-clip">
                {name || '…'}
              </Link>
            ) : (
              <span className="td-muted">{t('kit.record.empty')}</span>
            )}
            {!readOnly && (
              <ActionIcon
                size={24}
                variant="subtle"
                color="gray"
                aria-label={t('kit.record.edit', { field: label })}
                onClick={() => setEditing(true)}
              >
                <IconPencil size={14} stroke={1.6} />
              </ActionIcon>
            )}
          </span>
        )}
      </dd>
    </div>
  )
}
