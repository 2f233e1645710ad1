/** First the data, then two lines of code: the names people give to columns, in Spanish and English. */
import type { ValueType } from './parse-value.ts'

export type ImportKind = 'contacts' | 'companies' | 'deals' | 'products' | 'orders'
/** `names` are without accents, capitals, punctuation and the small words of `normalizeName`. */
export type ImportField = { type: ValueType; names: string[] }

const names = (text: string) => text.split('|').map((name) => name.trim())
const field = (type: ValueType, text: string): ImportField => ({ type, names: names(text) })

const owner = {
  ownerEmail: field(
    'email',
    'owner email|email propietario|correo propietario|email responsable|correo responsable|email comercial|sales rep email|rep email|account owner email|assigned email',
  ),
}
const tags = field('list', 'tags|tag|etiquetas|etiqueta|labels|label|palabras clave|keywords')
const companyName =
  'company|company name|empresa|nombre empresa|razon social|account|account name|cuenta|nombre cuenta|cliente|organization|organisation|organizacion|compania|negocio'
const currency = field('text', 'currency|moneda|divisa|currency code|codigo moneda')

export const importFields: Record<ImportKind, Record<string, ImportField>> = {
  contacts: {
    externalId: field(
      'id',
      'id|external id|id externo|contact id|id contacto|lead id|id lead|mql id|record id|uuid|codigo|codigo contacto|codigo cliente|customer id|id cliente|identificador|referencia|user id|person id|hubspot id',
    ),
    email: field(
      'email',
      'email|e mail|mail|correo|correo electronico|email address|direccion correo|direccion correo electronico|direccion email|contact email|email contacto|work email|email trabajo|email address 1',
    ),
    phone: field(
      'phone',
      'phone|telefono|tel|tlf|tfno|telf|movil|mobile|mobile phone|phone number|numero telefono|telefono movil|celular|cell|telephone|whatsapp|contact phone|telefono contacto|numero movil',
    ),
    fullName: field(
      'text',
      'name|full name|nombre completo|nombre apellidos|contact name|nombre contacto|contacto|contact|persona contacto|person name|lead name|display name',
    ),
    firstName: field('text', 'first name|firstname|nombre|given name|nombre pila|forename|primer nombre'),
    lastName: field('text', 'last name|lastname|apellido|apellidos|surname|family name|primer apellido'),
    jobTitle: field(
      'text',
      'job title|title|cargo|puesto|position|role|rol|puesto trabajo|ocupacion|job|profesion|funcion',
    ),
    companyName: field('text', companyName),
    country: field('text', 'country|pais|country region|nation|country code|codigo pais'),
    region: field(
      'text',
      'region|provincia|state|province|comunidad autonoma|comunidad|estado provincia|state region|county|departamento region',
    ),
    city: field('text', 'city|ciudad|poblacion|localidad|municipio|town'),
    language: field('text', 'language|idioma|lengua|locale|preferred language|idioma preferido'),
    lifecycleStage: field(
      'text',
      'lifecycle stage|lifecycle|etapa|fase|etapa ciclo vida|ciclo vida|lead status|estado lead|status|estado|stage|fase ciclo',
    ),
    source: field(
      'text',
      'source|origin|origen|fuente|lead source|origen lead|procedencia|canal|channel|original source|utm source|fuente original|medio',
    ),
    landingPage: field(
      'text',
      'landing page|landing page id|landing|pagina aterrizaje|pagina destino|pagina entrada|first page|first page seen|landing url|url entrada',
    ),
    firstSeenAt: field(
      'datetime',
      'first seen|first seen at|first contact date|fecha primer contacto|primer contacto|created|created at|create date|created date|creation date|fecha creacion|fecha alta|alta|fecha registro|registration date|signup date|date added|fecha entrada|fecha',
    ),
    tags,
    ...owner,
    note: field(
      'text',
      'note|notes|nota|notas|comment|comments|comentario|comentarios|observaciones|description|descripcion|remarks',
    ),
    marketingConsent: field(
      'boolean',
      'marketing consent|consent|consentimiento|consentimiento marketing|acepta marketing|acepta publicidad|acepta comunicaciones|opt in|optin|newsletter|boletin|suscrito|subscribed|rgpd|gdpr|lopd|acepta rgpd|email opt in|permiso',
    ),
  },
  companies: {
    externalId: field(
      'id',
      'id|external id|id externo|company id|account id|id empresa|id cuenta|codigo|codigo empresa|codigo cliente|customer id|record id|cif|nif|vat|vat number|tax id',
    ),
    name: field('text', `${companyName}|name|nombre|denominacion|nombre comercial|business name`),
    domain: field(
      'domain',
      'domain|dominio|website|web|sitio web|pagina web|url|company domain|dominio empresa|web site|company url',
    ),
    industry: field('text', 'industry|sector|industria|actividad|ramo|vertical|sector actividad|business segment|cnae'),
    employees: field(
      'integer',
      'employees|empleados|number employees|numero empleados|num empleados|plantilla|headcount|company size|tamano|trabajadores|employee count|size',
    ),
    revenue: field(
      'money',
      'revenue|annual revenue|ingresos|facturacion|facturacion anual|ventas|turnover|cifra negocio|volumen negocio|ingresos anuales',
    ),
    yearFounded: field(
      'integer',
      'year founded|year established|founded|founded year|ano fundacion|fundacion|established|ano creacion|fundada',
    ),
    country: field(
      'text',
      'country|pais|location|office location|ubicacion|sede|headquarters|localizacion|country region|hq',
    ),
    region: field('text', 'region|provincia|state|province|comunidad autonoma|state region|regional office'),
    city: field('text', 'city|ciudad|poblacion|localidad|municipio|town'),
    parentName: field(
      'text',
      'parent|parent company|subsidiary|filial|matriz|empresa matriz|parent account|grupo|group',
    ),
    ...owner,
    phone: field(
      'phone',
      'phone|telefono|tel|tlf|phone number|numero telefono|company phone|telefono empresa|centralita|telephone',
    ),
    tags,
  },
  deals: {
    externalId: field(
      'id',
      'id|external id|id externo|opportunity id|deal id|id oportunidad|id negocio|record id|codigo|codigo oportunidad|referencia|numero oportunidad|opportunity number',
    ),
    name: field(
      'text',
      'name|nombre|deal|deal name|opportunity|opportunity name|oportunidad|nombre oportunidad|nombre negocio|titulo|title|asunto|subject',
    ),
    companyName: field('text', companyName),
    contactEmail: field(
      'email',
      'contact email|email|correo|correo electronico|email contacto|correo contacto|e mail|mail|customer email|email cliente',
    ),
    contactExternalId: field(
      'id',
      'contact id|id contacto|lead id|id lead|mql id|customer id|id cliente|person id|contact external id',
    ),
    stage: field(
      'text',
      'stage|deal stage|etapa|fase|opportunity stage|estado|status|etapa negocio|fase venta|etapa oportunidad|pipeline stage|sales stage|deal status',
    ),
    amount: field(
      'money',
      'amount|importe|valor|value|close value|deal value|deal amount|importe total|valor cierre|precio|monto|cuantia|total|opportunity amount|ingresos',
    ),
    currency,
    openedAt: field(
      'datetime',
      'opened|opened at|open date|engage date|fecha apertura|created|created at|create date|created date|creation date|fecha creacion|fecha alta|start date|fecha inicio|apertura|abierta|inicio',
    ),
    expectedCloseOn: field(
      'date',
      'expected close|expected close date|expected closing|cierre previsto|fecha cierre prevista|fecha prevista cierre|fecha cierre estimada|estimated close date|forecast close date|cierre estimado|target close date|fecha estimada cierre',
    ),
    closedAt: field(
      'datetime',
      'closed|closed at|close date|closed date|fecha cierre|cierre|cerrada|won date|lost date|won at|fecha ganado|fecha ganada|closing date|actual close date|fecha cierre real',
    ),
    ...owner,
    ownerName: field(
      'text',
      'owner|owner name|propietario|responsable|sales agent|agente|comercial|vendedor|sales rep|salesperson|deal owner|opportunity owner|account owner|account executive|rep|agente ventas|asignado a|assigned to|account manager|sales representative',
    ),
    productName: field('text', 'product|product name|producto|nombre producto|articulo|item|servicio|service'),
    lostReason: field(
      'text',
      'lost reason|loss reason|why lost|motivo perdida|razon perdida|closed lost reason|reason lost|motivo|motivo cierre',
    ),
    tags,
    note: field('text', 'note|notes|nota|notas|comments|comentarios|observaciones|description|descripcion'),
  },
  products: {
    sku: field(
      'id',
      'sku|product id|id producto|id|codigo|codigo producto|referencia|ref|reference|part number|ean|gtin|codigo barras|external id|code',
    ),
    name: field('text', 'name|nombre|product|producto|product name|nombre producto|articulo|denominacion|item'),
    family: field(
      'text',
      'family|familia|series|serie|category|categoria|product line|linea|gama|linea producto|product family|product category',
    ),
    price: field(
      'money',
      'price|precio|sales price|precio venta|pvp|unit price|precio unitario|list price|tarifa|retail price|importe',
    ),
    currency,
    description: field('text', 'description|descripcion|detail|detalle|descripcion producto|notes|notas|observaciones'),
    onHand: field(
      'number',
      'stock|existencias|on hand|stock on hand|inventory|inventario|stock quantity|unidades stock|disponible|qty|quantity|cantidad',
    ),
    url: field('url', 'url|link|enlace|product url|pagina producto|permalink|web|pagina|page'),
    unit: field('text', 'unit|unidad|unidad medida|unit measure|uom'),
    tags,
  },
  orders: {
    externalId: field(
      'id',
      'id|order id|id pedido|order number|numero pedido|pedido|order|external id|n pedido|num pedido|invoice number|numero factura|factura|codigo|referencia',
    ),
    contactEmail: field(
      'email',
      'email|contact email|customer email|correo|correo electronico|email cliente|email contacto|e mail|buyer email|billing email',
    ),
    contactExternalId: field(
      'id',
      'contact id|customer id|id cliente|id contacto|client id|codigo cliente|mql id|lead id',
    ),
    contactName: field(
      'text',
      'customer name|nombre cliente|billing name|buyer name|nombre comprador|contact name|nombre contacto|nombre completo|full name',
    ),
    contactPhone: field('phone', 'phone|telefono|customer phone|billing phone|movil|telefono cliente'),
    companyName: field('text', companyName),
    dealExternalId: field('id', 'deal id|opportunity id|id oportunidad|id negocio'),
    productSku: field(
      'id',
      'sku|product id|id producto|product code|codigo producto|referencia producto|item sku|lineitem sku|product sku',
    ),
    productName: field('text', 'product|product name|producto|nombre producto|articulo|item|lineitem name|item name'),
    quantity: field('number', 'quantity|cantidad|qty|units|unidades|uds|lineitem quantity'),
    unitPrice: field('money', 'unit price|precio unitario|price|precio|item price|lineitem price|precio unidad'),
    amount: field(
      'money',
      'amount|importe|total|order total|importe total|total pedido|total amount|valor|grand total',
    ),
    currency,
    orderedAt: field(
      'datetime',
      'order date|ordered at|fecha pedido|fecha|date|purchase date|fecha compra|created at|created|order purchase timestamp|fecha factura|paid at',
    ),
    status: field('text', 'status|estado|order status|estado pedido|financial status'),
    note: field('text', 'note|notes|nota|notas|comments|comentarios|observaciones'),
  },
}

const SMALL_WORDS = new Set('de del la el los las of the en un una y and'.split(' '))

/** 'Correo Electrónico', 'correo_electronico' and 'correoElectronico' → 'correo electronico'. */
export function normalizeName(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const telling = words.filter((word) => !SMALL_WORDS.has(word))
  return (telling.length > 0 ? telling : words).join(' ')
}

const allNames = new Set(
  Object.values(importFields).flatMap((kind) => Object.values(kind).flatMap(({ names }) => names)),
)

/** Whether some field of some kind of import goes by exactly this name. */
export function isKnownName(name: string): boolean {
  return allNames.has(normalizeName(name))
}
