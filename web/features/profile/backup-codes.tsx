import { Button, Code, CopyButton, Group, Modal, SimpleGrid, Text } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'

/** Each signs in once, should the phone be lost. Not shown again. */
export function BackupCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useT()
  return (
    <Modal opened onClose={onClose} title={t('accounts.profile.twoFactor.codesTitle')}>
      <CodeList codes={codes} />
      <Group justify="flex-end" mt="lg">
        <Button onClick={onClose}>{t('accounts.profile.twoFactor.codesKept')}</Button>
      </Group>
    </Modal>
  )
}

export function CodeList({ codes }: { codes: readonly string[] }) {
  const t = useT()
  return (
    <>
      <Text size="sm">{t('accounts.profile.twoFactor.codesText')}</Text>
      <SimpleGrid cols={2} spacing="xs" my="md">
        {codes.map((code) => (
          <Code key={code} block ta="center">
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <CopyButton value={codes.join('\n')}>
        {({ copied, copy }) => (
          <Button variant="default" size="xs" onClick={copy}>
            {t(copied ? 'kit.copied' : 'accounts.profile.twoFactor.copyCodes')}
          </Button>
        )}
      </CopyButton>
    </>
  )
}
