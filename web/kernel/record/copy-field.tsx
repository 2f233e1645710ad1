import { ActionIcon, CopyButton, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useT } from '../i18n.tsx'

/** A value to take elsewhere: an address, a key, a snippet. */
export function CopyField({ label, value, description }: { label: string; value: string; description?: string }) {
  const t = useT()
  return (
    <TextInput
      readOnly
      label={label}
      {...(description && { description })}
      value={value}
      onFocus={(event) => event.currentTarget.select()}
      rightSection={
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Tooltip label={t(copied ? 'kit.copied' : 'kit.copy')} openDelay={0}>
              <ActionIcon
                color={copied ? 'green' : 'gray'}
                onClick={copy}
                aria-label={copied ? t('kit.copied') : t('kit.copyField', { field: label })}
              >
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      }
    />
  )
}
