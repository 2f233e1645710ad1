import { Button, Stack, Text } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { CopyField } from '../../kernel/record/copy-field.tsx'
import { Door } from '../../kernel/shell/door.tsx'

/** The first API key. It cannot be shown again, so it has a screen to itself. */
export function KeyStep({ apiKey, onDone }: { apiKey: string; onDone: () => void }) {
  const t = useT()
  return (
    <Door title={t('accounts.setup.key.title')} lead={t('accounts.setup.key.lead')}>
      <Stack gap="md">
        <CopyField label={t('accounts.setup.key.field')} value={apiKey} />
        <Text size="sm" c="dimmed">
          {t('accounts.setup.key.hint')}
        </Text>
        <Button size="md" fullWidth onClick={onDone} data-autofocus>
          {t('accounts.setup.key.submit')}
        </Button>
      </Stack>
    </Door>
  )
}
