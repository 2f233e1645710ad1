import Type from 'typebox'
import { ById, Cents, defineRoutes, Id, Instant, LocalDate, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'
import { Quantity, Return, ReturnRecord, returnReasons } from './orders.ts'

const ReturnLineInput = Type.Object({
  orderLineId: Id,
  quantity: Quantity,
  reason: OneOf(returnReasons),
  attributeKey: Type.Optional(Nullable(Text(100))),
  claimId: Type.Optional(Nullable(Id)),
  note: Type.Optional(Nullable(Text(1000))),
  /** Missing: the part of the line's total that the quantity is. */
  amountCents: Type.Optional(Cents),
})

const change = { can: 'orders.write', params: ById, reply: ReturnRecord, versioned: true } as const

export const returnsRoutes = defineRoutes({
  'GET /returns': {
    summary: 'Returns by filters, newest first',
    can: 'orders.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      reason: Type.Optional(Type.Array(OneOf(returnReasons), { maxItems: 6 })),
      orderId: Type.Optional(Id),
      contactId: Type.Optional(Id),
      productId: Type.Optional(Id),
      claimId: Type.Optional(Id),
      attributeKey: Type.Optional(Text(100)),
      returnedFrom: Type.Optional(LocalDate),
      returnedTo: Type.Optional(LocalDate),
      sort: Type.Optional(OneOf(['returnedAt', '-returnedAt'] as const)),
    }),
    reply: PageOf(Return),
  },
  'POST /returns': {
    summary: 'Record what came back of an order and why',
    can: 'orders.write',
    body: Type.Object({
      orderId: Id,
      externalId: Type.Optional(Text(200)),
      returnedAt: Type.Optional(Instant),
      note: Type.Optional(Nullable(Text(2000))),
      /** Missing: the sum of the lines. */
      refundCents: Type.Optional(Cents),
      lines: Type.Array(ReturnLineInput, { minItems: 1, maxItems: 500 }),
      /** Put the units back into stock. */
      restock: Type.Optional(Type.Boolean()),
    }),
    reply: ReturnRecord,
    status: 201,
    versioned: true,
    problems: ['unprocessable', 'conflict'],
  },
  'GET /returns/:id': {
    summary: 'One return with its lines',
    can: 'orders.read',
    params: ById,
    reply: ReturnRecord,
    versioned: true,
  },
  'PATCH /returns/:id': {
    ...change,
    summary: 'Say better why it came back and what misled',
    body: Type.Object({
      note: Type.Optional(Nullable(Text(2000))),
      lines: Type.Optional(
        Type.Array(
          Type.Object({
            id: Id,
            reason: Type.Optional(OneOf(returnReasons)),
            attributeKey: Type.Optional(Nullable(Text(100))),
            claimId: Type.Optional(Nullable(Id)),
            note: Type.Optional(Nullable(Text(1000))),
          }),
          { minItems: 1, maxItems: 500 },
        ),
      ),
    }),
    problems: ['precondition_failed', 'unprocessable'],
  },
  'DELETE /returns/:id': {
    summary: 'Delete a return',
    can: 'orders.write',
    params: ById,
    problems: ['precondition_failed'],
  },
  'POST /returns/:id/restoration': {
    ...change,
    summary: 'Bring a deleted return back',
    problems: ['unprocessable'],
  },
})
