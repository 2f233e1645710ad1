import '@mantine/notifications/styles.layer.css'
import { Button, Group, Text } from '@mantine/core'
import { type NotificationData, Notifications, notifications } from '@mantine/notifications'

/** The corner where toasts appear. */
export default function Toaster() {
  return <Notifications position="bottom-right" limit={4} />
}

/** Shows a toast, with a button if there is something to do about it. */
export function show(data: NotificationData, act?: { label: string; run: () => unknown }) {
  const id = crypto.randomUUID()
  const message = act ? (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{data.message}</Text>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => {
          notifications.hide(id)
          act.run()
        }}
      >
        {act.label}
      </Button>
    </Group>
  ) : (
    data.message
  )
  notifications.show({ ...data, id, message })
}
