import { ActionIcon, Badge, Group, Select, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'

type Head = ReplyOf<'GET /scoring-models'>['items'][number]
type Props = { items: readonly Head[]; shown: number; onShow: (version: number | null) => void }

/** Which version is looked at, and its history: who, when, why. */
export function Versions({ items, shown, onShow }: Props) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const [deletes, setDeletes] = useState(false)
  const remove = useAct('DELETE /scoring-models/:version', {
    invalidates: ['/scoring-models'],
    done: t('scoring.versions.deleted'),
  })
  const current = items.find((one) => one.version === shown)
  return (
    <Group gap="xs">
      <Select
        size="xs"
        w={280}
        aria-label={t('scoring.versions.title')}
        allowDeselect={false}
        value={String(shown)}
        onChange={(value) => value && onShow(Number(value))}
        data={items.map(({ version, state, activatedAt, createdAt }) => ({
          value: String(version),
          label: t('scoring.versions.option', {
            version,
            state: t(`scoring.versions.${state}`),
            at: format.date(activatedAt ?? createdAt),
          }),
        }))}
      />
      {current && (
        <Badge color={current.state === 'active' ? 'green' : current.state === 'draft' ? 'amber' : 'gray'}>
          {t(`scoring.versions.${current.state}`)}
        </Badge>
      )}
      {current?.createdByName && (
        <span className="td-muted">{t('scoring.versions.by', { name: current.createdByName })}</span>
      )}
      {current?.note && <span>«{current.note}»</span>}
      {current?.state === 'draft' && can('scoring.manage') && (
        <Tooltip label={t('scoring.versions.delete')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('scoring.versions.delete')}
            onClick={() => setDeletes(true)}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      {deletes && (
        <ConfirmDialog
          title={t('scoring.versions.delete')}
          text={t('scoring.versions.deleteText')}
          onConfirm={async () => {
            await remove.mutateAsync({ params: { version: shown } })
            onShow(null)
          }}
          onClose={() => setDeletes(false)}
        />
      )}
    </Group>
  )
}
