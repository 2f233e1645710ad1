import { Button, Group, List, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { useT } from '../i18n.tsx'

type Props = {
  title: string
  text: string
  /** What the act touches, named: "3 contacts", "Campaign Otoño". */
  affected?: readonly string[]
  /** The verb on the button; "delete" by default. */
  confirmLabel?: string
  destructive?: boolean
  onConfirm: () => Promise<unknown> | unknown
  onClose: () => void
}

const shown = 8

/** Asks before an act that cannot simply be undone, and names what it touches. */
export function ConfirmDialog({ affected = [], destructive = true, ...props }: Props) {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    try {
      await props.onConfirm()
      props.onClose()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={props.onClose} title={props.title} role="alertdialog" size="md">
      <Text>{props.text}</Text>
      {affected.length > 0 && (
        <List size="sm" mt="sm">
          {affected.slice(0, shown).map((one) => (
            <List.Item key={one}>{one}</List.Item>
          ))}
          {affected.length > shown && (
            <List.Item>{t('kit.confirm.more', { count: affected.length - shown })}</List.Item>
          )}
        </List>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={props.onClose} data-autofocus>
          {t('kit.cancel')}
        </Button>
        <Button color={destructive ? 'red' : 'petrol'} loading={busy} onClick={() => void confirm()}>
          {props.confirmLabel ?? t('kit.delete')}
        </Button>
      </Group>
    </Modal>
  )
}
