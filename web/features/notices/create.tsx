import { Button, Group, Modal, Stack } from '@mantine/core'
import type { CreateProps } from '../../kernel/feature.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { NoticeFields, useNoticeForm } from './notice-form.tsx'
import { bodyOf } from './values.ts'
import './notices.css'

/** Written, aimed and sent in one dialog; or kept as a draft. */
export default function CreateNotice({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const form = useNoticeForm()
  const create = useAct('POST /notices', {
    form,
    done: ({ state }) => t(state === 'draft' ? 'notices.create.done' : 'notices.create.published'),
    idempotent: true,
  })
  const send = (publish: boolean) =>
    form.onSubmit((values) => {
      void create.mutateAsync({ body: { ...bodyOf(values), publish } }).then(
        (notice) => {
          onClose()
          go(`/notices/${notice.id}`)
        },
        // useAct has shown the failure; the dialog stays with what was typed.
        () => undefined,
      )
    })
  return (
    <Modal opened onClose={onClose} title={t('notices.create.title')} size="lg">
      <form onSubmit={send(true)}>
        <Stack gap="md">
          <NoticeFields form={form} />
        </Stack>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            {t('kit.cancel')}
          </Button>
          <Button variant="default" loading={create.isPending} onClick={() => send(false)()}>
            {t('notices.create.draft')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('notices.create.publish')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
