import { Checkbox, Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { StockFeed } from '#contract/stock-feeds.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

type Values = {
  kind: 'url' | 'webhook'
  name: string
  url: string
  everyMinutes: number | string
  skuColumn: string
  quantityColumn: string
  enabled: boolean
  newSecret: boolean
}

/** An address that is fetched on a schedule, or a secret address for other systems. */
export function FeedDialog({ feed, onClose }: { feed: StockFeed | null; onClose: () => void }) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: {
      kind: feed?.kind ?? 'url',
      name: feed?.name ?? '',
      url: feed?.url ?? '',
      everyMinutes: feed?.everyMinutes ?? 60,
      skuColumn: feed?.skuColumn ?? '',
      quantityColumn: feed?.quantityColumn ?? '',
      enabled: feed?.enabled ?? true,
      newSecret: false,
    },
  })
  const create = useAct('POST /stock-feeds', { form, idempotent: true, done: t('stock.feeds.saved') })
  const change = useAct('PATCH /stock-feeds/:id', { form, done: t('stock.feeds.saved') })
  const isUrl = form.values.kind === 'url'
  return (
    <FormDialog
      title={feed ? t('stock.feeds.editTitle', { name: feed.name }) : t('stock.feeds.add')}
      form={form}
      onClose={onClose}
      busy={create.isPending || change.isPending}
      onSubmit={async ({ kind, name, url, everyMinutes, skuColumn, quantityColumn, enabled, newSecret }) => {
        const own = isUrl
          ? {
              url,
              everyMinutes: Number(everyMinutes),
              skuColumn: skuColumn.trim() || null,
              quantityColumn: quantityColumn.trim() || null,
            }
          : {}
        if (feed)
          await change.mutateAsync({
            params: { id: feed.id },
            body: { name, enabled, ...own, ...(newSecret && { newSecret }) },
          })
        else await create.mutateAsync({ body: { kind, name, ...own } })
        onClose()
      }}
    >
      {!feed && (
        <>
          <SegmentedControl
            aria-label={t('stock.feeds.kind')}
            data={(['url', 'webhook'] as const).map((value) => ({ value, label: t(`stock.feeds.kinds.${value}`) }))}
            {...form.getInputProps('kind')}
          />
          <Text size="sm" c="dimmed">
            {t(`stock.feeds.kindHelp.${form.values.kind}`)}
          </Text>
        </>
      )}
      <TextInput
        label={t('stock.feeds.name')}
        required
        maxLength={120}
        data-autofocus
        {...form.getInputProps('name')}
      />
      {isUrl && (
        <>
          <TextInput
            label={t('stock.feeds.url')}
            type="url"
            required
            placeholder="https://"
            maxLength={2000}
            {...form.getInputProps('url')}
          />
          <NumberField
            label={t('stock.feeds.everyMinutes')}
            min={5}
            max={10_080}
            required
            {...form.getInputProps('everyMinutes')}
          />
          <Group grow align="flex-start">
            <TextInput
              label={t('stock.feeds.skuColumn')}
              description={t('stock.feeds.columnHelp')}
              maxLength={100}
              {...form.getInputProps('skuColumn')}
            />
            <TextInput
              label={t('stock.feeds.quantityColumn')}
              description={t('stock.feeds.columnHelp')}
              maxLength={100}
              {...form.getInputProps('quantityColumn')}
            />
          </Group>
        </>
      )}
      {feed && <Checkbox label={t('stock.feeds.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />}
      {feed?.kind === 'webhook' && (
        <Checkbox
          label={t('stock.feeds.newSecret')}
          description={t('stock.feeds.newSecretHelp')}
          {...form.getInputProps('newSecret', { type: 'checkbox' })}
        />
      )}
    </FormDialog>
  )
}
