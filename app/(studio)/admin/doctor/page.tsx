import type { Metadata } from "next";

import { DoctorPage } from "@/components/admin/doctor/doctor-page";

export const metadata: Metadata = { title: "Doctor" };

/** Nothing is asked ahead: an examination begins when somebody asks for it. */
export default function Page() {
  return <DoctorPage />;
}
