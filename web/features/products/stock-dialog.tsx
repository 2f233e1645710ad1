import { Group, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ProductRecord } from '#contract/products.ts'
import type { Stock } from '#contract/stock.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

type Props = { product: ProductRecord; stock: Stock; onClose: () => void }
type Values = Record<'onHand' | 'reserved' | 'dailyDemand' | 'demandStdDev' | 'leadTimeDays', number | string>

/** What was counted, and how it sells. Empty fields of demand are estimated from orders. */
export function StockDialog({ product, stock, onClose }: Props) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: {
      onHand: stock.onHand,
      reserved: stock.reserved,
      dailyDemand: stock.dailyDemand ?? '',
      demandStdDev: stock.demandStdDev ?? '',
      leadTimeDays: stock.leadTimeDays ?? '',
    },
  })
  const put = useAct('PUT /products/:id/stock', { form, done: t('products.stock.counted') })
  const whole = { min: 0, max: 1_000_000_000, allowDecimal: false, allowNegative: false } as const
  return (
    <FormDialog
      title={t('products.stock.countTitle', { name: product.name })}
      form={form}
      onClose={onClose}
      busy={put.isPending}
      onSubmit={async ({ onHand, reserved, dailyDemand, demandStdDev, leadTimeDays }) => {
        const body = {
          onHand: Number(onHand),
          // A count may be lower than what is reserved, which then stays as it is.
          ...(Number(reserved) !== stock.reserved && { reserved: Number(reserved) }),
          dailyDemand: numberOf(dailyDemand),
          demandStdDev: numberOf(demandStdDev),
          leadTimeDays: numberOf(leadTimeDays),
        }
        await put.mutateAsync({ params: { id: product.id }, body })
        onClose()
      }}
    >
      <Group grow align="flex-start">
        <NumberField label={t('products.stock.onHand')} required {...whole} {...form.getInputProps('onHand')} />
        <NumberField
          label={t('products.stock.reserved')}
          description={t('products.stock.reservedHelp')}
          required
          {...whole}
          {...form.getInputProps('reserved')}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {t('products.stock.demandHelp')}
      </Text>
      <Group grow align="flex-start">
        <NumberField
          label={t('products.stock.dailyDemand')}
          min={0}
          decimals={2}
          placeholder={stock.estimatedDailyDemand?.toString() ?? ''}
          {...form.getInputProps('dailyDemand')}
        />
        <NumberField
          label={t('products.stock.demandStdDev')}
          min={0}
          decimals={2}
          placeholder={stock.estimatedStdDev?.toString() ?? ''}
          {...form.getInputProps('demandStdDev')}
        />
        <NumberField
          label={t('products.stock.leadTimeDays')}
          {...whole}
          max={3650}
          {...form.getInputProps('leadTimeDays')}
        />
      </Group>
    </FormDialog>
  )
}

const numberOf = (value: number | string) => (value === '' ? null : Number(value))
