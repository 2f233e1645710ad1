import { ActionIcon, Menu, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconArrowForwardUp, IconCheck, IconDots, IconTrash, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { AgendaItem } from '#contract/meetings-parts.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import type { AgendaState } from './use-agenda.ts'
import { itemWords } from './words.ts'

type Props = { item: AgendaItem; state: AgendaState; isLive?: boolean }

export function ItemMenu({ item, state, isLive = false }: Props) {
  const t = useT()
  const [isDismissing, setIsDismissing] = useState(false)
  const set = (next: 'discussed' | 'postponed') => void state.setState(item.key, next).catch(() => undefined)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={24} aria-label={t('meetings.agenda.more', { item: itemWords(t, item) })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isLive && (
            <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => set('discussed')}>
              {t('meetings.agenda.acts.discussed')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconArrowForwardUp size={16} />} onClick={() => set('postponed')}>
            {t('meetings.agenda.acts.postpone')}
          </Menu.Item>
          {item.origin === 'manual' ? (
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => state.remove(item.key)}>
              {t('meetings.agenda.acts.remove')}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconX size={16} />} onClick={() => setIsDismissing(true)}>
              {t('meetings.agenda.acts.dismiss')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isDismissing && <DismissDialog item={item} state={state} onClose={() => setIsDismissing(false)} />}
    </>
  )
}

function DismissDialog({ item, state, onClose }: Omit<Props, 'isLive'> & { onClose: () => void }) {
  const t = useT()
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (text) => (text.trim() === '' ? t('rules.required') : null) },
  })
  return (
    <FormDialog
      title={t('meetings.agenda.dismiss.title')}
      form={form}
      onClose={onClose}
      submitLabel={t('meetings.agenda.acts.dismiss')}
      onSubmit={async ({ reason }) => {
        await state.setState(item.key, 'dismissed', reason.trim())
        onClose()
      }}
    >
      <p className="mt-plain">{itemWords(t, item)}</p>
      <Textarea
        label={t('meetings.agenda.dismiss.reason')}
        description={t('meetings.agenda.dismiss.hint')}
        required
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  )
}
