import { findDemoOrder } from "@/server/services/demo/demo-data";

/** A made-up order for the templates' tools. */
export async function GET(_request: Request, { params }: { params: Promise<{ orderId: string }> }): Promise<Response> {
  const { orderId } = await params;
  const order = findDemoOrder(orderId);
  return order ? Response.json(order) : Response.json({ error: `There is no order ${orderId}.` }, { status: 404 });
}
