import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useT } from '../i18n.tsx'

type Props<V> = {
  title: string
  /** What `useForm` answered. */
  form: {
    onSubmit: (
      handle: (values: V) => Promise<unknown>,
      handleErrors: () => void,
    ) => (event?: FormEvent<HTMLFormElement>) => void
  }
  /** Failures may reject: `useAct` has shown them already, and the dialog stays with what was typed. */
  onSubmit: (values: V) => Promise<unknown> | unknown
  onClose: () => void
  busy?: boolean
  submitLabel?: string
  size?: ModalProps['size']
  children: ReactNode
}

/**
 * A dialog with one form: the fields, and the one button that matters. Ctrl/⌘ Enter sends from anywhere in it. When what
 * was sent is refused, the first field that is wrong is gone to, which may be out of sight.
 */
export function FormDialog<V>(props: Props<V>) {
  const { form, busy = false } = props
  const t = useT()
  const element = useRef<HTMLFormElement>(null)
  const [refusals, setRefusals] = useState(0)
  const refuse = () => setRefusals((count) => count + 1)
  useEffect(() => {
    if (refusals > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])
  const submit = form.onSubmit(async (values) => {
    await Promise.resolve(props.onSubmit(values)).catch(refuse)
  }, refuse)
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={props.size ?? 'md'}>
      <form
        ref={element}
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit()
        }}
      >
        <Stack gap="md">{props.children}</Stack>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={props.onClose}>
            {t('kit.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {props.submitLabel ?? t('kit.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
