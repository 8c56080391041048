export interface DemoOrder {
  id: string;
  item: string;
  status: string;
  expected: string;
}

const orders: DemoOrder[] = [
  { id: "A-1001", item: "Reading lamp", status: "on its way", expected: "tomorrow" },
  { id: "A-1002", item: "Desk chair", status: "being packed", expected: "in 3 days" },
  { id: "A-1003", item: "Coffee grinder", status: "delivered", expected: "was delivered on Monday" },
  { id: "A-1004", item: "Wall clock", status: "waiting for payment", expected: "2 days after payment" },
  { id: "A-1005", item: "Bookshelf", status: "delayed at the supplier", expected: "in 2 weeks" },
];

/** The demonstration service that the templates' tools call: made-up orders that never change. */
export function findDemoOrder(id: string): DemoOrder | undefined {
  return orders.find((order) => order.id === id.toUpperCase());
}

const skies = ["clear", "partly cloudy", "overcast", "light rain", "windy"];

/** A made-up forecast, always the same for the same city. */
export function demoWeather(city: string): { city: string; sky: string; temperature_celsius: number } {
  const sum = [...city.toLowerCase()].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return { city, sky: skies[sum % skies.length] ?? "clear", temperature_celsius: 4 + (sum % 22) };
}
