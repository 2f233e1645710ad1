import { Button, Menu, Modal, Stack, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { MemberSelect } from '../../kernel/record/member-select.tsx'
import { usePipeline } from './use-pipeline.ts'

type Props = { ids: string[]; rows: { name: string }[]; clear: () => void }

/** Acts on the chosen deals: owner, stage, tags, delete. */
export function BulkActs({ ids, rows, clear }: Props) {
  const t = useT()
  const can = useCan()
  const { stages } = usePipeline()
  const [dialog, setDialog] = useState<'owner' | 'tags' | 'delete' | null>(null)
  const change = useAct('POST /deals/bulk', {
    done: ({ changed, skipped }) =>
      skipped > 0 ? t('deals.bulk.skipped', { changed, skipped }) : t('deals.bulk.done', { changed }),
  })
  const remove = useAct('POST /deals/bulk', {
    done: ({ changed }) => t('deals.delete.done', { count: changed }),
    undo: (_, { body }) => api('POST /deals/bulk', { body: { ids: body.ids, deleted: false } }),
  })
  const apply = (body: { ownerId?: string | null; stageId?: string; addTags?: string[] }) => {
    change.mutate({ body: { ids, ...body } })
    setDialog(null)
    clear()
  }
  if (!can('deals.write')) return null
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setDialog('owner')}>
        {t('deals.bulk.owner')}
      </Button>
      <Menu>
        <Menu.Target>
          <Button size="compact-sm" variant="default">
            {t('deals.bulk.stage')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {stages.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => apply({ stageId: id })}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button size="compact-sm" variant="default" onClick={() => setDialog('tags')}>
        {t('deals.bulk.tags')}
      </Button>
      <Button size="compact-sm" variant="default" color="red" onClick={() => setDialog('delete')}>
        {t('deals.delete.action')}
      </Button>
      {dialog === 'owner' && <OwnerDialog onApply={(ownerId) => apply({ ownerId })} onClose={() => setDialog(null)} />}
      {dialog === 'tags' && <TagsDialog onApply={(addTags) => apply({ addTags })} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={t('deals.delete.title')}
          text={t('deals.delete.text')}
          affected={rows.map((row) => row.name)}
          onConfirm={() => {
            clear()
            return remove.mutateAsync({ body: { ids, deleted: true } })
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  )
}

function OwnerDialog({ onApply, onClose }: { onApply: (ownerId: string | null) => void; onClose: () => void }) {
  const t = useT()
  const [ownerId, setOwnerId] = useState<string | null>(null)
  return (
    <Modal opened onClose={onClose} title={t('deals.bulk.owner')}>
      <Stack>
        <MemberSelect label={t('deals.fields.owner')} value={ownerId} onChange={setOwnerId} data-autofocus />
        <Button onClick={() => onApply(ownerId)}>{t('deals.bulk.apply')}</Button>
      </Stack>
    </Modal>
  )
}

function TagsDialog({ onApply, onClose }: { onApply: (tags: string[]) => void; onClose: () => void }) {
  const t = useT()
  const [tags, setTags] = useState<string[]>([])
  return (
    <Modal opened onClose={onClose} title={t('deals.bulk.tags')}>
      <Stack>
        <TagsInput label={t('deals.bulk.addTags')} value={tags} onChange={setTags} maxTags={50} data-autofocus />
        <Button disabled={tags.length === 0} onClick={() => onApply(tags)}>
          {t('deals.bulk.apply')}
        </Button>
      </Stack>
    </Modal>
  )
}
