import { demoWeather } from "@/server/services/demo/demo-data";

/** A made-up forecast for the templates' tools. */
export function GET(request: Request): Response {
  const city = new URL(request.url).searchParams.get("city")?.trim();
  return city ? Response.json(demoWeather(city)) : Response.json({ error: "Name a city." }, { status: 400 });
}
