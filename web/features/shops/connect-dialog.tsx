import {
  Alert,
  Button,
  Checkbox,
  Fieldset,
  PasswordInput,
  Select,
  SimpleGrid,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlugConnected } from '@tabler/icons-react'
import type { Shop, ShopCredentials, ShopTest } from '#contract/shops.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { CopyField } from '../../kernel/record/copy-field.tsx'
import { TestResult } from './test-result.tsx'
import { everyOptions, keysOf, kinds, parts } from './words.ts'

type Values = {
  kind: Shop['kind']
  name: string
  url: string
  credentials: Record<keyof ShopCredentials, string>
  takes: Shop['takes']
  everyMinutes: number
  active: boolean
}
const noKeys = { consumerKey: '', consumerSecret: '', webserviceKey: '', accessToken: '', webhookSecret: '' }
const everything = { products: true, prices: true, stock: true, orders: true, returns: true }

/** A shop with the fields of its kind and where to find them; it can be tried before it is kept. */
export function ConnectDialog({ shop, onClose }: { shop: Shop | null; onClose: () => void }) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: {
      kind: shop?.kind ?? 'woocommerce',
      ...{ name: shop?.name ?? '', url: shop?.url ?? '', credentials: noKeys },
      ...{ takes: shop?.takes ?? everything, everyMinutes: shop?.everyMinutes ?? 60, active: shop?.active ?? true },
    },
  })
  const { kind } = form.values
  const tryOut = useAct('POST /shops/tests', { form })
  const tryKept = useAct('POST /shops/:id/test', { invalidates: ['/shops'] })
  const create = useAct('POST /shops', {
    form,
    idempotent: true,
    done: (made) => t('shops.connect.done', { name: made.name }),
  })
  const change = useAct('PATCH /shops/:id', {
    form,
    done: t('shops.connect.saved'),
    ...(shop && { ifMatch: `"${shop.version}"` }),
  })
  const given = credentialsOf(form.values)
  const isNew = shop === null || Object.keys(given).length > 0
  const result: ShopTest | undefined = isNew ? tryOut.data : tryKept.data
  const submit = async ({ name, url, takes, everyMinutes, active }: Values) => {
    const body = { name, url, takes, everyMinutes, active }
    if (shop) await change.mutateAsync({ params: { id: shop.id }, body: { ...body, credentials: given } })
    else await create.mutateAsync({ body: { ...body, kind, credentials: given } })
    onClose()
  }
  const test = () => {
    if (isNew) tryOut.mutate({ body: { kind, url: form.values.url, credentials: given } })
    else if (shop) tryKept.mutate({ params: { id: shop.id } })
  }
  return (
    <FormDialog
      title={shop ? t('shops.connect.edit') : t('shops.connect.title')}
      form={form}
      size="lg"
      onClose={onClose}
      busy={create.isPending || change.isPending}
      {...(!shop && { submitLabel: t('shops.connect.save') })}
      onSubmit={submit}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Select
          label={t('shops.fields.kind')}
          allowDeselect={false}
          disabled={shop !== null}
          data={kinds.map((value) => ({ value, label: t(`shops.kinds.${value}`) }))}
          {...form.getInputProps('kind')}
        />
        <TextInput
          label={t('shops.fields.name')}
          required
          maxLength={200}
          data-autofocus
          {...form.getInputProps('name')}
        />
      </SimpleGrid>
      <TextInput
        label={t('shops.fields.url')}
        description={t(`shops.guide.${kind}.url`)}
        required
        maxLength={500}
        inputMode="url"
        {...form.getInputProps('url')}
      />
      <Keys shop={shop} kind={kind} form={form} />
      <Button
        variant="default"
        leftSection={<IconPlugConnected size={16} />}
        loading={tryOut.isPending || tryKept.isPending}
        disabled={form.values.url.trim() === ''}
        onClick={test}
      >
        {t('shops.card.test')}
      </Button>
      {result && <TestResult result={result} />}
      <Fieldset legend={t('shops.fields.takes')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
          {parts.map((part) => (
            <Checkbox
              key={part}
              label={t(`shops.parts.${part}`)}
              {...form.getInputProps(`takes.${part}`, { type: 'checkbox' })}
            />
          ))}
        </SimpleGrid>
      </Fieldset>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Select
          label={t('shops.fields.everyMinutes')}
          allowDeselect={false}
          data={everyOptions(t, form.values.everyMinutes)}
          value={String(form.values.everyMinutes)}
          onChange={(minutes) => minutes && form.setFieldValue('everyMinutes', Number(minutes))}
        />
        <Switch mt="xl" label={t('shops.fields.active')} {...form.getInputProps('active', { type: 'checkbox' })} />
      </SimpleGrid>
    </FormDialog>
  )
}

type KeysProps = { shop: Shop | null; kind: Shop['kind']; form: ReturnType<typeof useForm<Values>> }

function Keys({ shop, kind, form }: KeysProps) {
  const t = useT()
  const hint = (name: string) => shop?.keyHints[name]
  return (
    <>
      <Alert variant="light" color="gray">
        <Text size="sm">{t(`shops.guide.${kind}.keys`)}</Text>
      </Alert>
      {keysOf[kind].map((name) => (
        <PasswordInput
          key={name}
          label={t(`shops.fields.${name}`)}
          autoComplete="off"
          required={!hint(name)}
          {...(hint(name) && { description: t('shops.connect.keep', { hint: hint(name) ?? '' }) })}
          {...form.getInputProps(`credentials.${name}`)}
        />
      ))}
      {kind !== 'prestashop' && (
        <>
          <PasswordInput
            label={t('shops.fields.webhookSecret')}
            autoComplete="off"
            description={`${shop?.hasWebhookSecret ? t('shops.connect.keepSecret') : t('shops.connect.optional')} ${t(`shops.guide.${kind}.webhook`)}`}
            {...form.getInputProps('credentials.webhookSecret')}
          />
          {shop?.webhookUrl ? (
            <CopyField label={t('shops.card.webhookUrl')} value={shop.webhookUrl} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('shops.connect.webhookAfter')}
            </Text>
          )}
        </>
      )}
    </>
  )
}

/** What was typed, of what the kind uses. */
const credentialsOf = ({ kind, credentials }: Values): ShopCredentials =>
  Object.fromEntries(
    [...keysOf[kind], ...(kind === 'prestashop' ? [] : (['webhookSecret'] as const))].flatMap((name) =>
      credentials[name].trim() ? [[name, credentials[name].trim()]] : [],
    ),
  )
