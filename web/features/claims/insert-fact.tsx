import { Button, Popover, Stack } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { ProductPicker } from './product-picker.tsx'
import { said } from './said.ts'

/** Puts a token into the text that prints a fact of a product. */
export function InsertFact({ onInsert }: { onInsert: (token: string) => void }) {
  const t = useT()
  const format = useFormat()
  const [opened, setOpened] = useState(false)
  const [productId, setProductId] = useState<string | null>(null)
  const facts = useApi(
    'GET /claims/facts',
    { query: { productId: productId ?? '' } },
    { enabled: productId !== null },
  ).data
  return (
    <Popover opened={opened} onChange={setOpened} width={320} position="bottom-end" trapFocus withArrow>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBraces size={14} />}
          aria-expanded={opened}
          onClick={() => setOpened((on) => !on)}
        >
          {t('claims.record.insert')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <span className="td-muted">{t('claims.record.insertText')}</span>
          <ProductPicker label={t('claims.fields.product')} value={productId} onChange={setProductId} />
          {facts?.items.length === 0 && <span className="td-muted">{t('claims.record.noFacts')}</span>}
          {facts?.items
            .filter((fact) => fact.token !== '')
            .map(({ key, label, value, unit, token }) => (
              <Button
                key={key}
                size="xs"
                variant="light"
                justify="space-between"
                rightSection={<span className="td-num">{said(format, value, unit)}</span>}
                onClick={() => {
                  onInsert(token)
                  setOpened(false)
                }}
              >
                {label}
              </Button>
            ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
