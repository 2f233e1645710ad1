import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconArrowMerge, IconDots, IconDownload, IconEraser, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { api } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { useToast } from '../../kernel/toast.tsx'
import type { Contact } from './facts.tsx'
import { nameOf } from './name.ts'

/** What is done with a contact seldom: merge, bin, the rights of the person. */
export function ContactActions({ contact, onMerge }: { contact: Contact; onMerge: () => void }) {
  const t = useT()
  const go = useGo()
  const can = useCan()
  const toast = useToast()
  const [erasing, setErasing] = useState(false)
  const { id } = contact
  const remove = useAct('DELETE /contacts/:id', {
    done: t('contacts.record.deleted'),
    undo: () => api('POST /contacts/:id/restoration', { params: { id } }),
  })
  const erase = useAct('POST /contacts/:id/erasure', { done: t('contacts.record.erased') })
  const download = async () => {
    const everything = await api('GET /contacts/:id/export', { params: { id } }).catch(toast.failed)
    if (!everything) return
    const address = URL.createObjectURL(new Blob([JSON.stringify(everything, null, 2)], { type: 'application/json' }))
    Object.assign(document.createElement('a'), { href: address, download: `${id}.json` }).click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label={t('contacts.record.actions')}>
            <ActionIcon size="lg" aria-label={t('contacts.record.actions')}>
              <IconDots size={18} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {can('contacts.merge') && !contact.deletedAt && (
            <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={onMerge}>
              {t('contacts.record.merge')}
            </Menu.Item>
          )}
          {can('contacts.export') && (
            <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void download()}>
              {t('contacts.record.export')}
            </Menu.Item>
          )}
          {can('contacts.delete') && !contact.deletedAt && (
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              onClick={() => void remove.mutateAsync({ params: { id } }).then(() => go('/contacts'))}
            >
              {t('contacts.record.delete')}
            </Menu.Item>
          )}
          {can('contacts.erase') && (
            <Menu.Item color="red" leftSection={<IconEraser size={16} />} onClick={() => setErasing(true)}>
              {t('contacts.record.erase')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {erasing && (
        <ConfirmDialog
          title={t('contacts.record.eraseTitle')}
          text={t('contacts.record.eraseText')}
          affected={[nameOf(t, contact), ...contact.merges.map((merge) => merge.fullName || merge.email || '–')]}
          confirmLabel={t('contacts.record.eraseConfirm')}
          onConfirm={() => erase.mutateAsync({ params: { id }, body: {} }).then(() => go('/contacts'))}
          onClose={() => setErasing(false)}
        />
      )}
    </>
  )
}
