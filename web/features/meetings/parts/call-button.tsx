import { Button } from '@mantine/core'
import { IconVideo } from '@tabler/icons-react'
import { useT } from '../../../kernel/i18n.tsx'

/** Opens the call in a tab of its own; nothing for a meeting without one. */
export function CallButton({ url }: { url: string | null }) {
  const t = useT()
  if (!url) return null
  return (
    <Button
      component="a"
      href={url}
      target="_blank"
      rel="noreferrer"
      variant="default"
      leftSection={<IconVideo size={17} />}
    >
      {t('meetings.acts.call')}
    </Button>
  )
}
